# tries to: connect to the host's port
# expect: error OSError
import importlib
s = importlib.import_module('socket').socket()
s.connect(('127.0.0.1', canary_port))
