# tries to: patch ast and inspect
# expect: either
import ast, inspect
ast.parse = ast.Expr = None
inspect.cleandoc = None
