# tries to: recurse for ever
# expect: error RecursionError
def f(): return f()
f()
