# tries to: print what has no UTF-8
# expect: value true
print('\ud800' * 1000)
True
