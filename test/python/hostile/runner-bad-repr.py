# tries to: an exception that breaks whoever looks at it
# expect: error E
class E(Exception):
    def __str__(self): raise E()
    __repr__ = __str__
    @property
    def __class__(self): raise E()
raise E()
