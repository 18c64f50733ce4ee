# tries to: load Pyodide's Python files from the archive
# expect: error
import zipimport
z = zipimport.zipimporter('/lib/python314.zip')
z.load_module('pyodide')
