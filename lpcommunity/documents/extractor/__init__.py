"""The program that reads one document: given it on standard input, it says the document's text on standard output.

It runs in a process of its own (documents.extraction), so it imports nothing of the rest of this software.
"""
