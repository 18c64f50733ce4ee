; Many notes to one line: every note is shortened, then three at a time are merged until one is left.
(define notes
  '("Rain on Monday, no deliveries." "Deliveries again on Tuesday."
    "The lift broke on Wednesday." "The lift was mended on Thursday."))

(define (shorten note) (llm-query-async #:instruction "Shorten" #:data note #:model "gpt-4o-mini"))
(define (merge . parts) (llm-query-async #:instruction "Merge" #:data (string-join parts " / ") #:model "gpt-4o"))

(displayln (tree-reduce merge notes #:branch-factor 3 #:leaf-fn shorten))
; expect: A wet week with a broken lift, all mended by Thursday
