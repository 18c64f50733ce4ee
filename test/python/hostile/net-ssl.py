# tries to: open a TLS connection
# expect: error
import ssl
ssl.get_server_certificate(('127.0.0.1', canary_port))
