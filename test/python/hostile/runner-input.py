# tries to: wait for somebody to type
# expect: error EOFError
input('password: ')
