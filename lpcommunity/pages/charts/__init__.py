"""The arithmetic of the pictures: plain shapes with their places, drawn by the macros in templates/pictures.

Each picture is made from what its reader may see, so that what is hidden leaves no gap. Beside each stands a
sentence that says the same in words.
"""
