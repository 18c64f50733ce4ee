# tries to: a table that lies about itself
# expect: either
class D(dict):
    def items(self): raise SystemExit
    def __len__(self): return 5
    def __iter__(self): return iter(int, 1)
D(a=1)
