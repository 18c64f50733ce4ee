# tries to: use a unix socket
# expect: error
import importlib
socket = importlib.import_module('socket')
socket.socketpair()
