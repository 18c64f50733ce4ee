# tries to: leave through dots
# expect: error FileNotFoundError
open('../' * 40 + canary_file.lstrip('/')).read()
