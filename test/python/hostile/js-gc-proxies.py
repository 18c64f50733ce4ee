# tries to: find JavaScript objects through the garbage collector
# expect: either
import gc
proxies = [o for o in gc.get_objects() if 'JsProxy' in type(o).__name__ or type(o).__module__ == 'pyodide.ffi']
[p.constructor.constructor('return process')() for p in proxies]
