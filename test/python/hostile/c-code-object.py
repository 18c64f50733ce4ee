# tries to: run made-up bytecode
# expect: either
f = lambda: 0
f.__code__ = f.__code__.replace(co_code=bytes(range(256)) * 4, co_stacksize=2)
f()
