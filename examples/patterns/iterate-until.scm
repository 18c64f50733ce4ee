; A slogan is shortened until it fits on the button.
(define (shorten text)
  (llm-query-async #:instruction "Make this shorter" #:data text #:model "gpt-4o-mini"))
(define (fits? text) (<= (string-length text) 12))

(displayln (iterate-until shorten fits? "Please click here in order to begin your free trial" #:max-iter 5))
; expect: Try it free
