# tries to: a set that never ends
# expect: either
class S(set):
    def __iter__(self): return iter(int, 1)
S([1])
