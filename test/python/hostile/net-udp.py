# tries to: send a datagram
# expect: error
import importlib
socket = importlib.import_module('socket')
socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', canary_port))
