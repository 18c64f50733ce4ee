; A meeting: candidates come from a model, and the first combination that suits everybody is found by taking choices back.
(define (suggest what)
  (string->json (llm-query #:instruction (string-append "A JSON array of " what) #:model "gpt-4o-mini")))
(define (suits? day room)
  (string=? "yes" (llm-query #:instruction "Is the room free?" #:data (list day room) #:model "gpt-4o-mini")))

(define plan
  (backtrack
    (lambda (choose fail)
      (let* ([day (choose (suggest "days"))]
             [room (choose (suggest (string-append "rooms for " day)))])
        (unless (suits? day room) (fail))
        (format "~a in ~a" day room)))
    #:max-tries 10 #:default "by mail"))
(displayln plan)
; expect: Tuesday in Red Room
