;; A key that is not there.
(define reply (hash 'category "spam" 'confidence 0.9))
(hash-ref reply 'label)                        ; expect error: hash-ref: no value found for key label
