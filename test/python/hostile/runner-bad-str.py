# tries to: a string that lies about itself
# expect: either
class S(str):
    def encode(self, *a): return 5
    def __len__(self): return -1
    def __iter__(self): raise SystemExit
S('x')
