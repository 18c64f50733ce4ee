# tries to: import the C module of the bridge anew
# expect: either
import sys
spec = sys.meta_path[0].find_spec('_pyodide_core')
core = sys.meta_path[0].load_module('_pyodide_core') if spec else __import__('importlib').import_module('_pyodide_core')
core.run_js('globalThis.process')
