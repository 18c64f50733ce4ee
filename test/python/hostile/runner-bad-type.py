# tries to: an object whose type has no name
# expect: either
class M(type):
    @property
    def __name__(cls): raise SystemExit
class A(metaclass=M): pass
A()
