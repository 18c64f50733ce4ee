# tries to: finalisers that make new objects for ever
# expect: either
class A:
    def __del__(self): A()
A()
