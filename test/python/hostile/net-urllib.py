# tries to: fetch a page
# expect: error
import urllib.request
urllib.request.urlopen(f'http://127.0.0.1:{canary_port}/').read()
