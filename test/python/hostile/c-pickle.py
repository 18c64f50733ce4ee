# tries to: unpickle a call of the shell
# expect: either
import pickle
pickle.loads(b"cposix\nsystem\n(S'echo taken'\ntR.")
