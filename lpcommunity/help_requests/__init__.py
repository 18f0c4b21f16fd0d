"""What somebody would like help with, as something with a life: asked, answered, closed; and who might help."""
