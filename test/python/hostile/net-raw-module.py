# tries to: use the C module below socket
# expect: error
import importlib
_socket = importlib.import_module('_socket')
_socket.socket(2, 1).connect(('127.0.0.1', canary_port))
