; As good a summary as one second allows: a quick one is there at once, the thorough one comes too late.
(define text "The parcel arrived late, wet, and with another customer's name on it.")
(define (summary model)
  (llm-query #:instruction "Summarise" #:data text #:model model))

(displayln
  (anytime (lambda (report)
             (report (summary "gpt-4o-mini"))
             (report (summary "gpt-4o"))
             (report (summary "o3")))
           #:deadline 1))
; expect: Late, wet and misaddressed.
