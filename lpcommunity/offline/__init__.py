"""Writing where there is no network: words that a browser keeps sealed until they are here, and what is sent later."""
