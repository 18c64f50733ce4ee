# tries to: listen
# expect: error OSError
import importlib
s = importlib.import_module('socket').socket()
s.bind(('127.0.0.1', 0)); s.listen()
