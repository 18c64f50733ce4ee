# tries to: fetch a page
# expect: error URLError
import urllib.request
urllib.request.urlopen(f'http://127.0.0.1:{canary_port}/').read()
