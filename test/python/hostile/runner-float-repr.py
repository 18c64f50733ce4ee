# tries to: patch what numbers look like through a subclass
# expect: either
class F(float):
    def __repr__(self): return 'evil'
[F(1.5)]
