"""E-mail: written where something happened, sent by the worker when it is still meant for its reader."""
