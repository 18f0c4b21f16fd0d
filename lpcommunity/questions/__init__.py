"""Questions of an answer that stay open, until something answers them."""
