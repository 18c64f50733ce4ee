; Reviews are read at the same time, and one model draws the conclusion from all the findings.
(define reviews '("The battery died in a day." "Lovely screen!" "Battery is weak, sadly."))

(define (finding review)
  (llm-query-async #:instruction "Name the part and the verdict" #:data review #:model "gpt-4o-mini"))
(define (conclude findings)
  (llm-query-async #:instruction "What should be mended first?" #:data (string-join findings "\n") #:model "gpt-4o"))

(displayln (fan-out-aggregate finding conclude reviews #:max-concurrent 10))
; expect: the battery, named by two of three
