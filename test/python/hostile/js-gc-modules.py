# tries to: find Pyodide's modules through the garbage collector
# expect: either
import gc, types
found = [m for m in gc.get_objects() if isinstance(m, types.ModuleType) and 'pyodide' in m.__name__]
for m in found:
    for name in ('run_js', 'jsnull', 'to_js', 'js'):
        f = getattr(m, name, None)
        if callable(f): f('globalThis')
