# tries to: a traceback that never ends
# expect: either
e = ValueError('x')
e.__context__ = f = ValueError('y')
f.__context__ = e
raise e
