# tries to: speak HTTP
# expect: error
import http.client
c = http.client.HTTPConnection('127.0.0.1', canary_port); c.request('GET', '/')
