# tries to: read the password file
# expect: error FileNotFoundError
open('/etc/passwd').read()
