# tries to: an integer that lies about itself
# expect: either
class I(int):
    def __index__(self): return 'x'
    def __format__(self, s): return ']],"evil"'
    def __lt__(self, o): raise SystemExit
I(5)
