# tries to: empty __builtins__
# expect: either
__builtins__.clear()
