# tries to: read a file of the host
# expect: error FileNotFoundError
open(canary_file).read()
