# tries to: load Pyodide's Python files from the archive
# expect: either
import zipimport
z = zipimport.zipimporter('/lib/python314.zip')
z.load_module('pyodide')
