"""What developers run now and then; make knows how."""
