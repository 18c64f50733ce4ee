# tries to: a finaliser that never ends
# expect: either
class A:
    def __del__(self):
        while True: pass
a = A(); del a
