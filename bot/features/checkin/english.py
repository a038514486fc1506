"""The words and turns of English by which questions, advice and statements are told apart: data, no judging.

A pattern is words with a space between. A line that ends with `|`, or goes in further, goes on.
`a|b` one of them, `x?` perhaps, `x*` any number, `a_b` a set phrase, `~` any letters (`~ing`), `~~` a word,
`#` a number, `..` up to three words, `...` words up to a comma, `....` anything, `>....x` up to the first x,
`^` the start, `?` asked, `.` the end, `!x` not here, `=x` here, unread (`!...x`, `=....x`: nor later);
CAPITALS name a list of words or a turn of phrase.
"""

# Words and set phrases, each list under its name.
WORDS = """
BE: is are was were am
DO: do does did
AUX: is are was were am do does did has have had can could will would shall should may might must ought
PRON: i you he she it we they this that these those there anyone anybody someone somebody everyone nobody
    anything
POSS: your his her their our my its
DET: the a an some any all both each every this that these those another one two three no your his her their
    our my its
THEM: it him her them yourself yourselves someone somebody everyone everybody people others
WHO: you we
WH: what how why how_come whatever
SIDE: who whom whose where when which
PREP: on in to by at for from with of about since under until through against
SOFT: just maybe perhaps possibly probably really simply also always still even first both all then now
    already ever at_least instead definitely surely certainly please together actually soon sometimes gently
    quietly politely quickly briefly kindly honestly personally myself either well two guys lot
ADVERB: just maybe perhaps possibly probably really simply also always still even first both all then now
    already ever at_least instead definitely surely certainly please actually never ~ly
STATE: be been have had has not hear see feel feels smell sense imagine say know think understand believe
    never hardly barely only tell_he tell_she tell_it tell_they tell_that tell_from tell_by tell_something
    afford stand do_it sleep remember mean want get_so miss love hate wonder find_that lose die wish hope
    forget
EXPLORING: else might feel feels felt feeling feelings matter matters mattered missing why most_? the_most
    important differently hope hopes hoped afraid fear fears hurt hurts stuck alone lonely proud you_notice
    you_noticed alive safe heard seen hardest loudest worst deepest all_this in_this_. in_that_. in_all_this
    leave needs_to been_different lie_awake permission waiting_for carrying angriest that_come_from
    this_come_from it_come_from remind reminds benefits suffers gains loses joy really go_from_here harder
    strongest heavy heaviest trusted helped learn learnt learned supported yourself weighs meaningful
    understands worries worry scares strength energy courage
FACT: time day date dose year month week age number name names surname grade stage band size ward room bed
    floor address postcode email temperature score percentage medication medicine medicines meds tablets bus
    train platform hospital clinic school shift budget price cost password link deadline diagnosis birthday
    title job_title phone phone_number date_of_birth blood_type blood_group weight height language country
    city town department number_of code role brand colour color hours dosage salary agency extension rate
    street hour pay_band distance capacity ratio gcs news ews bmi hba1c inr crp lactate hb headcount total
    threshold cutoff limit quota count bp pulse sats balance fee fare wage notice_period waiting_time
    start_date frequency duration dates times
SIZE: many much long old often soon late early big tall high heavy fast large frequently quickly regularly
BEST: best easiest simplest quickest safest kindest surest fairest cheapest wisest gentlest smartest
    cleverest
BETTER: better best good wise wiser advisable helpful useful sensible preferable safer smart smarter kinder
    simpler easier healthier an_idea a_good_idea an_option a_solution fitting apt desirable reasonable
    productive constructive judicious courteous tactful timely fruitful effective opportune worth worthwhile
    appropriate prudent quicker fairer cheaper beneficial of_use any_use a_start a_good_start a_help
COULD: ask get talk speak ring write try take put make use let set bring invite involve offer request arrange
    swap hand delegate find keep move start begin leave give split change build join run raise plan book
    borrow team_up draw suggest propose insist refuse cut drop limit block turn step hire combine escalate
    appeal rope call contact email text check_with log record note list agree negotiate train teach sit_down
    meet_with have_a help come go cover sit stay drive do look own chair lead share host send hold meet buddy
    shadow be_asked be_invited be_moved be_brought be_given
PERSON: mum dad mother father husband wife sister brother son daughter kids children family team staff
    colleagues boss manager patients others partner friends nurses doctors neighbours residents parents you
    feelings needs fears hopes health part side girls boys grandchildren rest_of_them rest_of_the_team
    other_side bigger_picture
HELPFUL: help work work_well do_the_trick do_it sort solve fix save spare shift settle ease unlock free_up
    make_a_difference make_all_the_difference make_sense make_it_easier make_things_easier go_a_long_way
    go_far go_further take_the_heat take_the_pressure take_the_sting get_round get_around pay_off calm lighten
    give_you_a give_you_some give_him_a give_her_a give_them_a open_doors open_the_door clear_the_air clear_it
    clear_this protect you_good do_you_good do_wonders do_the_job do_no_harm land_better be_BETTER be_enough
    be_the_answer be_a_way be_kind be_a_kindness be_just_the be_well_worth suit_everyone carry_more_weight
    tell_you serve_you put_the_wind
TOLD: tell telling asking saying said says say asked asks ask told tells wrote writes shouted answered
    replied thought think thinks wondered
TELLS: said says told tells asked asks thinks shouted wrote writes reckons believes believed suggested
    suggests insists insisted advised advises warned warns answered replied recommends recommended promised
    claims claimed they_say people_say they_think everyone_say used_to_say you_say you_said you_think you_feel
    you_felt you_thought you_keep you_told keeps_saying kept_saying keep_saying keep_asking some_say many_say
    others_say some_think keeps_asking taught feels_that meant decided ruled states stated read_that
    heard_that according_to_him according_to_her according_to_them according_to_the apparently telling_me
    saying
LEAD: so well just maybe perhaps possibly and but or then now also ok okay right hm hmm mm um er erm wait nah
    ah oh aw omg lol haha hey hi hello actually really honestly frankly anyway first firstly next finally
    again btw fyi yes yeah yep nope sure please kindly abeg biko oya eh eish ay ha wow gosh cheers thanks
    thank_you sorry you_know_what you_know i_mean to_be_honest by_the_way out_of_interest if_you_like if_i_may
    if_i_may_ask if_you_do_not_mind can_i_just_say in_that_case if_not if_so for_now today tomorrow tonight
    this_time next_time from_now_on as_a_suggestion just_a_thought great_question good_question trust_me
    believe_me dude mate bro sis madam sir folks guys good_morning good_evening good_afternoon lets_face_it
    lets_be_honest seriously ultimately personally alternatively otherwise meanwhile above_all most_of_all
    at_the_end_of_the_day for_starters one_question quick_question i_think one_more_question question
    in_my_opinion in_my_view in_my_experience as_i_said like_i_said still yet once_more literally ooh curious
    forgive_me excuse_me pardon sure_look right_so grand basically ah_here listen_here whatever_happens
CALL: look listen see tell_me tell_us say mind_you come_on love remember imagine here team friends man dear
    ladies all everyone everybody no honey hun babe doctor sister brother my_dear my_friend pet thing_is
VERB: argue contact join chase call email ring visit text absorb accept accompany acknowledge adapt add adjust
    admit adopt advertise agree aim align allocate allow anticipate apologise apologize appeal apply appoint
    approach arrange ask ask_for assign assume attend avoid await bank_on become befriend beg begin believe_in
    bin bite blow borrow bounce brace brainstorm breathe bring broaden build bury buy cancel carry catch cc
    celebrate cherish choose chuck cite clarify clean cling co_operate collect combine come_and communicate
    compare complain confide confirm confront connect consider consult continue convince cook cooperate craft
    create cultivate curb dare decide decline dedicate defend defer define delegate delete demonstrate deny
    deploy design detach detail develop devote differentiate dig discuss ditch diversify divide dodge donate
    double download draw drop earn eat educate elect elevate eliminate email embrace emphasise enable
    encourage enforce engage enjoy enlist enrol ensure enter equip erase escalate establish estimate evaluate
    examine exclude expect experiment explain explore express extend facilitate familiarise fetch find finish
    fit flip follow forget forgive forward foster frame fund gather gauge generate get give glance go go_and
    grab greet grow halve handle hang harness hear hide highlight hire hold host hug hunt hydrate identify
    ignore implement impose improve increase inform insist inspect install insulate integrate interrupt
    intervene interview introduce invest invite involve isolate itemise jot keep kick knuckle_down laugh
    launch lay lean_into learn leave lend let level lift lighten listen lobby lodge loosen lower maintain make
    manage measure mediate meditate memorise mend mention merge message mimic minimise mirror mix modify
    motivate mourn navigate negotiate nip nominate normalise notify nudge nurture obtain offload omit open
    oppose opt organise organize outline outsource oversee own pamper peel permit persuade phone ping pinpoint
    pitch play_back pop postpone pour praise pray prepare preserve pretend prevent prioritise prioritize
    proceed produce prolong promote propose protect prove provide publicise publish purchase pursue push put
    query quieten quit quiz raise reach react read rearrange reassess reassure rebook rebuild recall receive
    recharge recognise recommend reconsider recruit redesign redirect redo redraft reduce refer reflect
    refrain reframe refuse regain regroup rehearse reinforce reiterate reject relate relax relay relocate rely
    remain remake remember remind remove rename reorganise repair repay rephrase replace replan replay reply
    represent request reschedule reset resign resist resolve resort respect respond restore restrict
    restructure resume retain rethink retire retrain retrieve reverse revise revisit revive rewind rewrite rid
    ringfence rinse role_play rope_in rotate run sack sacrifice salvage save say scale scan schedule scrap
    screenshot scribble scrutinise secure seek seize select sell send separate settle sew shed shelve shorten
    show shrink shut sidestep sign simmer_down simplify sit sketch skim skip slip slow smile sniff soften
    solve speak specify spend splash split spray spread squeeze stagger stand stay steal steer stick stipulate
    stir streamline strengthen stretch strip submit substitute sue suggest summarise summon supervise supply
    surrender surround suspend sustain swallow swap sweep switch_off tailor take talk tap taper teach tear
    tell tempt thank thicken thin think throw tidy tighten titrate toss track treat_yourself trim triple try
    tuck turn tweak twist undertake undo unfollow uninstall unpack unpick unplug unwind update upgrade urge
    use utilise validate vary verify vet videotape wait wake walk warm warn wash waste wean wear weed weigh
    whisper widen wipe withdraw withhold wrap wrestle write yell
NOUN: address alarm answer audit award back badger bag balance ban batch bear bin blend block boil book
    bottle brake branch brief broker brush bucket bulk bundle bypass call calm camp cap cash catalogue chain
    challenge chance change charge chart chase chat check cheer chew chill circle circulate claim clear
    climb clock coach code come comment complete contact cook copy count cover crack crop cross cut cycle
    date deal debrief decrease delay demand detox dial diary dish display document dose double draft drain
    dream dress drill drink drive drop ease echo edit email end enter escape exercise exit experience face
    fan fast_forward feed fight figure file fill film filter fire fix flag float flood fly focus fold fool
    forecast forge form freeze gamble gift group guard hammer hand head help hint hold hook house hug
    include influence interview iron itemise join journal judge jump key kill knock label lead leak lean lie
    limit line link list live load lock log look loop lower mail map march mark match measure meet mind
    model monitor move mute name nest net note nurse object offer open order own pace pack paint pair parcel
    park pat patch pause pay pencil petition phone pick picnic pilot pin place plan plant play point pool
    pop position post pot power practice practise praise present press print process profile project promise
    protest prune pull pump purchase push question quote race raise rate ration record recruit reform regard
    rehearse relay release remark rent repeat report request rescue research reserve rest retreat return
    review reward rhyme ride ring risk roll rotate round rule run rush sample sandbag scan schedule score
    scratch screen search service set shade shadow shape share shield shift shop shout sign signal signpost
    silence sing size sketch skip sleep slot snap soak soften sort sound source space spell sponsor spot
    spring staff stage stamp stand start state stay stem step stitch stock stop store storm stress structure
    study sum support surface surprise survey suspect switch tackle talk tape target taste team test text
    thread time tip tone touch tour trace trade trail train transfer travel treat trial trick trust turn
    type unmute update value vary vent video view visit voice volunteer vote wake walk wash watch water
    weather welcome wheel whistle wind witness word work worry wrap zoom
ONWARD: everything everyone onto an the it him her them this that these those your yourself yourselves one
    some any all both each every more less no nothing somebody someone everybody people another other his
    their its my our with for on in at by off up out down away back over about into from after around through
    together against without before until till early late longer there here again now today tomorrow tonight
    once twice first qq two three five ten things time slowly small home alone what how whether if who where
    when why and because something anything different little as to
NO_COMMAND: is are was were am do does did has have had can could will would shall should may might must
    ought need and but told gave made saw met lost got knew thought left hate miss hope like want wish love
    enjoy feel found kept held heard brought sent took said felt sat rang wrote spoke went came for with
    about from than that when where what who how why if because into onto over under after before just not
    never all both half even only nor per via without between until till while since off out upon around
    through against behind beside near hurt cost bless good imagine picture suppose excuse pardon bad poor
    same dear sorry thank thanks meant paid drove drew broke beat chose forgot grew taught sold led lent fed
    bought caught fought sought understood understand guess mean let hit asking telling makes make takes gets
    sees appreciate regret own the this these those such quite many still also here there again once twice
    thing time today tomorrow tonight yesterday maybe whilst among amid across inside outside towards toward
    unlike except plus minus less more most much enough very almost rather indeed became began built burnt
    dealt fell flew gone hung known learnt ran rose sang seen shook shown shot slept spent stole stood stuck
    swam threw tore woke won wore wept done been being else next last first whole nearly barely hardly
    perhaps instead bet reckon remains owe mind worth another either neither each every someone nobody
    everyone everything nothing something anything anyone somebody people doctors whom whose which then them
    him her his our as though although unless despite whether within whatever whoever yes yeah well okay
    during besides beyond throughout given god above below they you we he she it glad happy sad proud pity
    shame get see cannot believe lots loads plenty seems sounds looks says
PAST: yesterday last_night last_week last_month last_year ago went felt was slept had were said came cried
    could_not did_not nothing_changed nobody i_did we_did still_did
NEG: nobody never nothing no_one not worse cried lost died failed gave_up in_vain left then_they but
    until_they no none quit burst tears refused ignored
FINITE: is was are were has had came went broke helps helped would did does comes makes made will means took
    takes feels felt can gets got seems says said told left gave kept keeps matters costs
"""

# Turns of phrase made of them, each from the ones before it.
PHRASES = """
ONE_FACT:
    what BE? the|her|his|your|their|its|my|our|exact|right|current|new|first|last|full|next|this|that* ~~?
        FACT !mean|like|would|call|calls|to_you|between|you_pay|you_would|of_~ing|of_that_?|of_this_?|of_it
    what kind|type|sort of FACT
    how ~ly? SIZE !with|as|a|of_this|of_that|of_it|of_yourself
    how far is|was|away|along|from|to
ASKS_MORE:
    !ONE_FACT !how_to WH|in_what_way
    SIDE =....EXPLORING
INVITE:
    describe|elaborate|expand|unpack|clarify
    enlarge|dwell|comment|reflect|touch on|upon
    shed|throw|cast ~~? light
    fill me|us|it|that in
    explain !....to_him|to_her|to_them
    put .. into words
    name what|the|that
    hear|know .. more|about|what|how|why
    say that again about
    say !no|yes|nothing .. more|something|anything|a_bit|a_little|a_few|a_word|a_couple|what|how|why
    tell me|us? please? in_your_own_words? a_bit|a_little|a_lot|something|some|much|just|,* more|about|of|
        everything|anything|your_story|the_story|the_whole_story|ASKS_MORE
    tell me|us something
    talk|walk|take|lead|bring|guide|run|draw me|us ~~? through|back|along|into|there
    talk|speak to_me|to_us? !to|with .. about|more !....with_him|with_her|with_them|to_him|to_her|to_them
    help me|us to? ~~? understand|see|picture|get|feel|follow|imagine
    let me|us understand|hear|in_on|into
    give me|us? ~~? ~~? example|picture|sense|feel|idea|flavour
    show me|us how|what|where_it
    share a_bit|a_little|some|more|what|how|why|something|anything|your_thoughts|your_story|with_us|with_me|
        with_the_group
    paint me|us|a|that|it|the
    put me|us in|there|into
ASKER:
    could|can|would|will|may|might you|i|we SOFT|like|want|be|willing|able|care|to|mind|dare|try|ask|invite|
        you|happy|feel|ready|okay|ok|bear|manage|stand|comfortable|up_for*
    do|are? you like|want|willing|able|care|to|mind|feel|happy|ready|okay|ok|comfortable|up_for*
COMMAND:
    see a|your|someone|if_you|if_they
    do not you dare
    do not feel you|that|bad|guilty|obliged|pressured|ashamed|rushed
    do the_needful|the_same|likewise|it|this|that|nothing|something|as|less|more|one|both|yourself|not_go
        !....?
    mind you get|do|take|keep|ask
    VERB !rang|took|lasted|came|broke|BE|has|had|does|did|will|would|can|takes|makes|feels|comes|goes|went|
        gets|of
    talk|look|walk|focus|check|ring|work|phone|sleep|step|stop|start|wait|turn|deal|push|point|lean|stick|
        email|move|run|plan|practise|practice|fight|rest|vote|search|switch =PREP|into|after|through|round|
        like !BE|~~_FINITE|~~_~ed
    count|rate|tap|hand|turn|swear|speak =to|at|in|with
    !mind_. NOUN =ONWARD|,|?|.|# !PREP|about|into|because|here|there|like !BE|of|in_the_~_is !...FINITE
    !NO_COMMAND|PREP|~ed|~s|~ing|~ly|~er|~est|~ful|~ay|~wn|~ght|AUX ~~ =him|them|yourself|yourselves|me
    !NO_COMMAND|PREP|~ed|~s|~ing|~ly|~er|~est|~ful|~ay|~wn|~ght|AUX ~~ =the|a|an|your|her|it|some|any
        !...FINITE
FAVOUR:
    ....me|us|please|again|the_link|louder|slower|slides|your_camera|your_mic|your_screen|your_microphone|
        your_name|the_time|take_notes|the_notes|mute|unmute|the_chat|for_a_moment|for_a_minute|for_a_second|
        for_a_sec|closer|up_a_bit|to_the_next|email_address
MEETING:
    ....a_break|minute|minutes|the_next|the_agenda|go_back|move_on|moving_on|stop_for|stop_there|
        the_recording|camera|the_timer|the_clock|hear_from|hear_the|begin|finish|pause|wait
    ....start|stop|close .
REMEDY:
    it|that|this|which has|have? SOFT* helps|helped|worked|works|saved|did_the_trick|does_the_trick|
        changed_everything !against|nobody|nothing|less|that|to_hear|to_know
    did|does the_trick|the_job
    has|have|had? made|makes a|all|such|the .. difference
    best thing|decision|money|move i|we ever|have
    never looked back
    swear|swears by
    game changer
    helped|helps me|us a_lot|most|so_much|loads|hugely|no_end|through|enormously
    worked|works for_me|for_us|wonders|a_treat|well|really_well|like_a_charm|brilliantly
    did|does|done|do wonders
    solved|sorted it|that|the|a_lot
    halved|fell|improved|dropped .
    got|has_been|been much|so|a_lot|a_bit? better|easier|calmer|lighter since? .
    turned it|things|everything|that|him|her|them|us around|round
    worked|went|works like|so|beautifully|perfectly|very|really|better
    got them|him|her|us|people|everyone|me listening|talking|moving|thinking|through|started|going|out|
        sorted|a_long_way
    was|is|been a|the godsend|lifesaver|life_saver|turning_point|game_changer|revelation|making
    saved my|our|me|us|the|a|so|his|her
    changed things|it_all|the_mood|the_tone|the_atmosphere|the_culture|the_way|the_whole|the_conversation
    cracked|fixed|cured it|that
    did it for us|me
    since? .. ever since .
    has|have not happened|looked_back|had_one since
    calmed him|her|things|it|us|me|everyone down?
    helps|helped no_end|enormously|hugely|loads|us|me
STARTED:
    !not|never stopped|started|began|switched|swapped|put|tried|set_up|introduced|changed|moved|gave|bought|
        got|made|agreed|wrote|use|used|keep|kept|have|had|ask|asked|do|did|brought|let|went|ring|meet
HAVE_YOU:
    have|has not? you|we not?
    ever
TRIED:
    tried|considered|contemplated|explored|contacted|applied|requested|escalated|joined|complained|consulted|
        approached|experimented|attempted|googled|involved
    thought about|of !what|how|why|it
    thought to ~~
    looked into|at|for
    asked !why|how|what|yourself
    spoken|spoke to|with
    talked ~~? to|with|about|over
    written to|it|down
    raised it|this|that
    had a look|word|chat|go|quiet_word
    got|been in_touch_with|on_to|onto
    said no|yes|it|so
    rang|rung the|your|him|her|them|up|round
    had a_chance_to|time_to|the_chance_to talk|speak|ask|look|raise|try
    been|gone back to
    come across
    heard of
    thought any_more|again? about
    run|put|taken it|this|that past|to|by
    been to see
    checked with|out|whether
    reached out
    sat down with
WORKED:
    worked|helped|works|helps|saved|did_it|did_the_trick
    got|gets me|us through
    kept me|us going|sane
    made a|the|all_the ~~? difference
    made it easier|better|bearable
WONDERED:
    you|we|it|there|someone|somebody|a|an|your_~|the_~|~ing
LEADS_UP:
    away_and|onto|always|never|do_not|do_not_ever|do_not_just|do_not_forget_to|do_not_be_afraid_to|
        do_not_hesitate_to|stop|try|try_and|try_not_to|try_to|remember_to|make_sure|just|go_and|come_and|
        only|simply|kindly|really|please|first|perhaps|maybe|you_better|better_not|better|chin_up_and|either|
        deffo|def|defo|in_the_meantime|for_~_sake|for_the_love_of_god|by_all_means|for_now|for_once|
        at_the_very_least|at_least|on_the_day|from_now_on|from_~day|until_then|till_then|after_that|
        before_then|next_week|this_week|and|also|instead|or|so|feel_free_to|be_sure_to
BACKGROUND:
    for|to|from|in|with|on|by|at|since|when|after|even_though|although|while|on_one_hand|on_the_one_hand ....
SHOULD_NOT:
    have !a|an|the|some|more|it|your|somebody|someone|one|to
    know|hear
    see|hear his|her|their|the|how|what|him|them|it
    be proud|fine|ok|okay|here|there|home|done|back|able|allowed|happy
    not have|need
"""

# The rules in their order: id, label, where it looks, what it means; and below, its patterns. It looks
# "whole": at the sentence, and settles it; "start": at the start of a clause; "led": of one that may be said
# to somebody; "typed": of the sentence with its lead-ins; "anywhere": but not in what others said or ask.
RULES = """
S2 statement whole: somebody else's words
    !if|when|after|before|since|as|you|what|how|why|who|AUX|PREP ... TOLD to? me|us|him|her|them|myself? ,
        .... ?
    .... , !as|like|i|what|how ~~? ~~ said|says|say|told_me|told_us|used_to_say .
K1 closed whole: says it back and asks whether that is it
    !so_what|what|how|why .... , did_i_get|did_i_hear|did_i_understand|have_i_got|have_i_understood|
        is_that_right|is_that_it|is_that_how|am_i_right|i_have_understood .... ?
    and|so* you|your !....should|must|need_to|ought|could_try|might .... , right|yes|correct|no|is_that_it ?
C0 closed whole: asks for a number on a scale
    .... on_a_scale|out_of_ten|out_of_10 =....?|how|what|where
S1 statement start: a set phrase, a wish, a cheer
    what can you|one|we do .
    who_knows|who_cares|who_would_have_thought|guess_what|why_me
    what a|an !....?
    how !come|so|far very|so? ~ly|nice|kind|sad|awful|good|great|sweet|brave|beautiful|terrible|cool|
        wonderful|strange|funny|odd|rude|cruel|exciting|dare of_you|~~? .
    all_the_best|good_luck|take_care|take_good_care|take_it_easy|get_well|hang_in|hang_on|hold_on|see_you|
        never_mind|no_worries|enjoy|come_on_.|well_done
    keep going|it_up|up_the|strong|well
    do not worry|mention_it|get_me|ask_.|we_all|know|think|remember|want|care|understand|like|see|mind|
        get_it|have|need|believe
    bear_with|count_me|count_yourself|say_no_more|rest_in_peace|god_bless|thank_you|thank_god|thank_goodness|
        thank_heavens|fancy_that|go_figure|bring_it_on
    may you|he|she|they|god|it|this|the|your|all
    may|might|can|could i ~~? say how|that|thank
    give me a second|minute|moment|sec
    set_in|cut_to|put_simply|run_off|were_it_not|had_i|had_we|had_it|why_not_is
    let me !get|understand|hear|check|know_what|know_how|know_why|in_on|see_if|be_sure|say_back|play|check
    tell you what
    do_not|no_need_to|only|please_do_not|you_do_not_have_to answer if|unless_you|that|.|,
    take your time
    pass|answer|say_no|ignore_this|ignore_me|tell_me|stop_me|shoot_me_down|correct_me|skip_it|skip_this if
    say_what_you|come_what_may|come_to_think|come_as_you|note_to_self|mind_the_gap|make_that|give_or_take|
        see_above|nothing_ventured|believe_it_or_not|speak_soon
    take my|our .. ,
    tell me about it .
    call it|me|that !a_day|off|in ~~
    try telling|explaining|saying|selling that|this|it ~~
    ask my ~~
    put it this_way|like_this
    talk about !it|him|her|them|that|this ~~ .
    take ~day ,
    if only
    mind yourself
    ask anyone|any|anybody|a_silly
K1 closed start: says back what was heard
    are|were you ~~? saying
    do? you mean
    do|did|have i ~~? get|got|have|catch|caught|follow|read|sum|sense that|this|it|you|the_gist
    do|did|have i ~~? hear|heard|understand|understood|sense
    am i ~~? right|correct|hearing|understanding|reading|getting
    is that|it|this near|near_it|close|about_right|it_?|roughly|right|fair|correct|what_you_mean|
        what_you_meant|what_you_are_saying|what_you_feel|what_you_felt|how_it_was|how_it_felt|how_it_is|
        how_it_feels
    would|is it be? fair|right|true|correct|accurate to_say|that|if_i
    what? i i_think? am_hearing|hear|heard is|you|two|three|that|a|some|from_you !.|,
    if i ~~? hear|heard|understand|understood|get|got|am_hearing|am_following|followed|follow|am_right|
        have_it_right
    it is so ?
    let me see if_i|whether_i
    i|just want to be sure|check i|that_i|whether_i
    from what you_have_said|you_say|you_said|you_are_saying
    it is not that you
    it is ... that ... ?
    is? what you are ~~? saying|telling|describing ... is|that
    you are saying|telling
    in other words
    let_me|to|can_i|may_i|just_to get|repeat|restate|check|summarise|summarize|sum_up|play that|this|if|it|
        back|,
    i|just? get|am_getting|getting|have the|a sense|feeling|impression|picture
    my understanding is
    i have|did? understand|understood ~~? right|well|correctly
    what|all you_want|you_need|you_mean|i_understood|i_understand|i_heard|i_hear is|was =....?|you
    i am hearing
O1 open start: a polite invitation to say more
    ASKER INVITE
    would you be so? kind|good|able enough|as* to INVITE
    ASKER telling|saying|describing|explaining|sharing|talking|elaborating|walking
O2 open start: a plain invitation to say more
    do|pray* INVITE
    do? go_on|carry_on|keep_talking|please_continue|continue then? .
    go_on|carry_on|keep_talking|keep_going|please_continue|continue then? ,
    picture|imagine =the|a|it|you|yourself|your|this|what|how|he|she|they|we|for
    lets|let_us suppose|assume|pretend|imagine
    put yourself in
    try_and|try_to? remember|recall the|that|when|a|what|how
    go|come|think back to|on|a|over
    take|leave|put|set|park ... for_a_moment|for_a_second|for_a_minute|aside|to_one_side|for_example|
        for_instance !....and_then
    forget ... for_a_moment|for_a_second|for_a_minute
    let_me_know what|how_you|why
    lets|let_us hear|go_back|stay_with|slow !from|everyone|everybody
    it would really? help me|us a_lot? to hear|know|understand
O3 open start: a yes-or-no form that only opens the door
    BE there a|any|some .. story|word|part|bit|side|moment|feeling|fear|wish|hope|voice|pattern|question|
        memory
    are you comfortable|able|willing|ready to? say|saying|tell|telling|talk|talking|share|sharing
    BE there anything|something|more|another_way|another_side|a_part|a_side|a_piece|a_story|a_reason|
        a_feeling|a_word|a_deeper|a_bit_of|some_part|some_other
    can you think_of|put_into_words|put_it_into_words|put_that_into_words|picture|name_what|name_the_feeling|
        name_that !....anyone|someone
    do you have a|some|any sense|feeling|picture|hunch of|about|what|why|how
    are there any|other|some* ~~? thoughts|feelings|things|ideas|reactions|questions|sides|words|parts|
        moments
    any|anything|anybody|anyone !idea_SIDE|idea_if|idea_whether|idea_how_SIZE|idea_what_FACT other|more|
        further|first|last|final|new* else|more|thought|thoughts|idea|ideas|reaction|reactions|feeling|
        feelings|reflections|comments|insights|impressions|hunches|to_add|on_your_mind|you|that|about|in|
        there|missing|left
    do|have|does|did you|anyone|anybody|anything|something|that|it|this ~~? have|got? any|some|other*
        thoughts|ideas|feelings|reactions|words_for|come_up|come_to_mind|anything_to_add|
        anything_on_your_mind|anything_else|bring_anything_up|bring_something_up|stir
    what else
    has|did|does anything|something ~ly? surpris~|struck|strike|shift~|mov~|touch~|stay~|resonat~|land~
    more please|on_that|about
    your? thoughts|ideas|reactions|feelings|views .. ?
O4 open typed: a bare word that asks for more
    and|so|but|then|because|meaning|like_what|such_as|how_so|how_come|why|why_not|what_else|in_what_way|
        and_what_else|for_example|for_instance|how then|what|now|not|so|after_that|next? ?
    perhaps|maybe you could|can|might|would SOFT* INVITE
    .. about|of|for|from|with what ?
    .... , and|but|so then|now|what|how|why|after ?
    ..,? meaning what|how
    and|or you|your_~|yours|the_others|underneath|behind|beneath|inside|under_~|underneath_the_~|
        behind_the_~|beneath_the_~|inside ?
    why not .
    and|but the|his|her|their|this ~~ ~~? ?
    and|but in|at|with|before|after|inside|underneath|beyond !#|the_same|case ~~ ~~? ~~? ?
    ok|okay|and|but|so|well|yeah|right* why though|now|then? .
    and then .
    but|and? why though|now? .
    and|so? what_now|say_more|tell_me_more|how_so|what_then|how_come .
O5 open start: says that it is curious
    i|we|one ~~? ~~? ~~? curious|intrigued about|by|as_to
    i|we .. hoping|hope|wish|glad|grateful|wonder|pleased|wondering if? you would|could|might|can|will SOFT*
        INVITE
    the|my|one|a ~~? question .... is|would_be|for_you ,? WH
    i !keep|kept|never .. curious|interested|interesting|wondering|wonder|keen|love_to|like_to|intrigued|
        glad_to|happy_to|eager to|in|about|hear|hearing|know|understand|learn|see|more|still|ask|ask_you|you|
        it|me|just|exactly* ASKS_MORE|your_view|your_side|your_thoughts|your_story
    i|one|we .. curious|interested|keen|love_to|like_to|glad_to|happy_to|eager to|in* hear|know|learn|
        understand more
    i|one would|should .. like|love|value|appreciate|interested|keen|glad|curious|grateful to|hearing* hear|
        know|understand|learn|about* ASKS_MORE|about|him|her|your
    i ~~? want|like|wish|need to hear|know|understand|learn more
    i ~~? want|like|wish|need to hear|know|understand|learn better? =....you ASKS_MORE|more
    it? interests|puzzles|intrigues me ASKS_MORE
    i_am? curious|wondering about|to_hear|to_know? ASKS_MORE
    can|could|can_not|may|might|would|do|did|are|have|please|any you|i|we|able|to|please|ever|all|also|just*
        ask|tell_me|tell_us|say|remember|recall|know|remind_me|see|notice|noticed|have_any_idea|idea|
        any_idea|clue|sense|aware|clear|mind_me_asking|mind_my_asking|wonder|put_a_finger_on you|of|to_you|
        about|yet|now|for_yourself* ASKS_MORE
    can|could|may|might i|we ask|know .... WH .... ?
    would|is it be? all_right|ok|okay|alright|possible|fair to ask|hear|know|understand .... WH|more .... ?
    it would ~ly? assist|help|interest|be_good|be_useful|be_helpful|mean_a_lot me|us|for_me|to? to
        understand|hear|know|learn|see ASKS_MORE
    what i would ~~? like|love to_know|to_hear|to_understand is WH
    i would|should ~~? like|love|value|appreciate|welcome to? understand|hearing|learning
O6 open start: passes the question on: what about you?
    what|how about you|yourself ,
    what about the|his|her|their|its|your|that|those|these ~~ ~~? .
    what|how about POSS|the|everybody|everyone ~~? PERSON then|in_this|in_all_this|in_all_that|though? .
O7 open start: what about this worries you?
    what about it|this|that|him|her|them|these|those|being_~|the_~|the_~_~|your_~|your_~_~ BE|do|does|did|
        would|has|feel~|felt|made|make~|matter~|worr~|hurt~|scare~|bother~|touch~|keeps|kept|speaks|excit~|
        fright~|anger~|upset~|surpris~|move~|gives|gets|stays|appeals|draws|tires|pulls
    what|how about .... , WH BE|DO|would
A1 advice start: why don't you, why not
    why do_not|does_not|not you|we !like|want|know|feel|trust|believe|care|sleep|understand|think|love|have|
        see|agree|remember
    why ever? not ~~ ~~
    why you|we not|never !like
    why you|we do not !like|want|know|feel|trust|believe|care|sleep|understand|think|love|have|see|agree|
        remember
    why can_not we|you_just|you_simply|you_all|you_both|you_two
    why could|would|should_not we|you_just
    why not !?|.|you_.|me_.|him_.|her_.|them_.|us_.|then_.|now_.|so_. !you_?|me_?|him_?|her_?|them_?|us_?|
        then_?|now_? ~~
A2 advice start: what about, how about
    what|how about !that_.|you_?|time ~~
    how would it be if you|we
    how would you feel about trying|asking|letting|having|sharing|getting|inviting|bringing|using|making
    how would|does|about ... sound|go_down|grab_you|strike_you|land|suit ?
    what do|would you think|reckon of|about|to ~ing
    where|what is|would_be the_harm|wrong in|with just? ~ing
    were !you|i|they|he|she|we|it ~~ ~~? ~~? to ~~ .... would|might|could|may !....?
A3 advice start: what if you, what if we
    what if you|we !are|were_not|never|lose|lost|fail|failed|can_not|could_not|do_not|did_not|get|had
    what if !he|she|they|it|NEG|i|this|that|....complained|....happened|....closed|....noticed|....wanted|
        ....needed|....collapsed ... could|were_to|~ed|took|came|asked|went|wrote|sat|held|made|gave|kept|
        ran|met|let|put|spoke|said|sent|left|chose|drew|brought|tried|used|started|moved|changed|asked|
        invited|offered|shared|stopped|swapped !away|NEG
    if you|we !could|had|knew|were|did_nothing|do_nothing ... ?
    suppose|supposing you|we !....WH|SIDE .... ?
    what would|do you say to !him|her|them|me|your|that|people|someone|yourself|the
A4 advice start: have you tried, asked, spoken to
    you_have? tried|considered|thought_of|thought_about ... ?
    HAVE_YOU SOFT|yet* TRIED !.|?
    have|ever you? ever? tried|considered
    has|have any? ~~? thought|consideration been given to
    have|do|has you|we not? have? not? a|any|an|anyone|someone|somebody|nobody ... who|that would|could|
        might|can
    has|have|did anyone|anybody|somebody|someone ever? pointed_you|point_you|suggested|suggest|recommended|
        recommend|told_you_about ~~ !?
A5 advice start: did you try, did you think of
    did not? you|we not? SOFT* try|consider|think_of|think_about|look_into !what|how|it
    did you SOFT* think_to|get_in_touch|get_on_to|look_at_~ing|run_it_past
A6 advice start: can't you, could you not
    could|can not you|we|someone|somebody !STATE|sit|eat|tell
    could|can you|we not !STATE|sit|eat|tell
    could|might not a|an|some|the|your|our|one !...see|hear|be|have|know|tell|feel|wait
    would|might not a|an|some|the|your|our|~ing ... HELPFUL
    could|can|might DET|~ing ... not ~~
    would DET ~~ maybe|perhaps|possibly|not|consider
    has|did|does it not? ever? occur~|cross~|dawn~ to|on|your
    could|might !PRON|not ~~ not ~~
    could|can|may|might i tempt|persuade|interest|talk_you|nudge|urge|point_you|encourage|offer_a|throw_in|
        float|venture|steer|convince
    would you ever just? go_on|try|think_about|think_of|consider|go_and|ask|ring|get|let
A7 advice start: could you just, would you maybe
    would you not !STATE|like|mind !FAVOUR
    would|will you|we just|maybe|perhaps|possibly|at_least|try !say|be|STATE|like|mind|rather !FAVOUR
    could|can|might you|we just|maybe|perhaps|possibly|at_least|simply|instead|not_just|always|both|try|also
        !say|speak_up|repeat|go_back|like|mind|rather|have|STATE !FAVOUR
A8 advice start: could you and what to do
    could|might you SOFT* COULD !FAVOUR !it_all_again|read|back_to_work|home|back_in ~~ !?
    could we SOFT* ask|invite|try|write|offer|share|visit|set_up|get|organise|organize|involve|find|make|
        agree|plan|swap|run|build|use|split !FAVOUR !MEETING ~~
    can you SOFT* ask|get_someone|get_somebody|talk_to|speak_to|request|delegate|arrange|involve|try|
        bring_in|appeal|escalate|split|set_up|agree_a|build_in !FAVOUR
    can we ask|invite|try|agree|write|involve|share_the|plan|organise|organize|offer|set_up|swap !FAVOUR
        !MEETING
    could|might !PRON|not someone|somebody|anyone|anybody|one_of_~|one_of_~_~|DET_~|DET_~_~|~ SOFT* COULD|
        VERB|NOUN !FAVOUR ~~
    do you think it is|would_be ~~? BETTER|time|worth ~~
    do_not_you|do_you_not|do_not_we want|deserve|need ~~
    can we SOFT* stop|start !FAVOUR !MEETING
A9 advice start: should you, should we, shall we
    should|shall|ought not? you|we !be_worried|know|expect|assume|worry|move_on|stop_here|wait_for|start|
        begin|have|need|wish|want|require|feel
A10 advice start: wouldn't it be better, would it help, is it time
    would|might|could|may not? a|an|another|some|more|fewer|less|~ing !who|that|...see|hear|know|be_ok|
        be_allowed ~~ ~~ .... ?
    would|might|could|may not? it|that|this|there not? perhaps|maybe|also? be ~~? BETTER !?
    would|might|could not it|that|this SOFT* HELPFUL|make|save|be_BETTER|be_time
    is it|that|this not ~~? BETTER|time|possible to|if|that|for|you|we|~ing|a
    is|would it|that|there be? ~~? worth ~ing|a|your
    would|could|might not? it|a|an|some|that|your|more|having|~ing ... help you|with|if|to|both|here|them|
        him|her|a_bit|at_all* .
    would|could|might not? it|a|an|some|that|your|more|having|~ing ... help if|to|you|with !i|we|they|it
    is not? it|this|that? not? ~~? better|best|wiser|smarter|worth to|if|that|~ing !....or
    would not? it|there not? make_sense|be_merit|be_value|be_scope
    does|might it not? make sense to|for
    is|might|would|could|may|are there not? be? any|some|a|not|ever|perhaps* ~~? merit|mileage|milage|value|
        benefit|scope|harm|advantage|point|sense|use in|to|for_~ing
    any merit|mileage|milage|value|benefit|scope|harm|advantage|point|sense|use|reason in|to|~ing|not|you|we
    worth|better|best|easier|kinder ~ing|to|if|just|having ... ?
    would|might|could !PRON|not ... HELPFUL
    is not? the answer|solution not? just|simply|to|a|that
    would it hurt|kill_you|harm to|if
    is|would|could|might ~~ ~~? be? something|anything|an_option you|we would|could|might
    is not? it not? perhaps|maybe|finally|now|high|about|the|right* time somebody|someone|they|he|she|to|
        for_you_to|for_us_to|you|we !....for_you_?
A12 advice start: is there a reason you can't, is it an option
    is there a|any|some|no ~~? reason|thing why|that? you|we|not|it ... not
    is there a|any|some|no ~~? way|possibility|room|scope that|for_you|for_us? you_could|you_can|you_might|
        we_could|we_can|we_might|to !know|tell|see|be_sure
    what is|would_be the_harm|to_stop_you|to_stop_us
    is it|that|this not? perhaps|maybe|also? an_option|feasible|an_idea|an_alternative|a_possibility|
        imaginable|thinkable|conceivable .. to|that|for|of|~ing|if
    is it|there ~~? possible for_you_to|for_us_to|to !see|know|get|hear|have|be|say|tell !FAVOUR
    there must|has_to|might|may|will be a|an|some|somebody|someone|something|ways|other .... who|that|you|we
        would|could|can|might
    is there not? anyone|someone|anybody|somebody|nobody|no_one else? .... you|we could|can|might
    is there not? anyone|someone|anybody|somebody|nobody|no_one else? .... could|might ask|talk|help|take|
        step|speak|turn|call|cover|sit|do|be|go|lean|come
A14 advice start: don't you think you should, would you consider
    do_you_not|do_not_you|would_you_not|would_not_you think|feel|agree|say|reckon .... should|better|time|
        would_be|might_be !have
    would you not be better|wiser|happier|safer|as_well
    do|would|did not? you|we not? ~~? think|feel|agree|say|believe|reckon that? maybe|perhaps? you|we|your_~
        ~~? should|need_to|ought|must|had_better|would_be_better|could_COULD !have
    do|would not? you|we not? think|feel|agree|say|believe|reckon that? maybe|perhaps? it|that|this|a|an|~ing
        ... would|might|may|could not? be? BETTER|time|help
    are|were you ~~? open_to|up_for|game_for|game_to|willing_to_try|prepared_to_try
    would|will|could|have|might not? you not? ever|maybe|perhaps|also* be? consider|considering|open_to|
        willing_to|prepared_to|up_for|like_to_try|want_to_try|think_about|think_of_~ing|agree_to|
        feel_able_to|see_yourself|able_to_see_yourself|game_for|game_to|entertain !yourself|it|this|that|her|
        him|them|me
    do you want|wish to try|consider|give_it
    would you be averse|opposed|tempted|against|up|open|game|inclined to|by|for|~ing
    would you be able to !STATE|FAVOUR !FAVOUR
    are not you|we going_to
A16 advice start: any chance you could
    any chance you_could|you_can|we_could|you_might|of_~ing|your_~_could|the_~_could !....me|us|link
    do_you? fancy ~ing|a
A16 advice start: may I suggest
    may|can|could|might i just|perhaps|~ly? offer_a|urge|suggest|propose|recommend|encourage|advise
B1 advice led: let's
    lets !face_it|say|suppose|imagine|assume|pretend|see_.|hope|be_honest|be_real|be_clear|just_say|
        not_forget|call_it
    let us not? !know|in|down|go_home|off VERB
    shall we
B7 advice typed: perhaps … could be done
    if .... , then you VERB|NOUN !nothing
    and|or|it|this|that* sounds|feels|seems|looks like the|a|an|your ~~? moment|time|job|chance to
    a|an|another|more|fewer|~ing !...i|we|he|she|they|was|is|are|not ... would|might|could|may also|well|even*
        !have|nice|never|not|be_nice|be_lovely|tell ~~
    and|or* maybe|perhaps|possibly if you|your|someone|she|he !....would
    just|only a|an thought|idea|suggestion
    .. one would_do_well|should|ought_to|might_consider|might_want|might_wish|might_try !have|be
    you|we are|would_be ~~? ~~? advised|encouraged|urged|recommended|invited to
    my ~~? hunch|instinct|instincts|gut|feeling|sense|money|thought|bet|inclination|suspicion|view|vote|
        preference|steer|plea .. is|are|says|would_be|on|goes ... to_VERB|to_NOUN|should|HELPFUL|~ing|
        needs_to
    i would venture|argue|contend|hazard|submit|have_thought|respectfully|say|put_it ... should|might|would|
        could|needs|may|ought|is_to
    it? strikes|occurs|seems to_me|me ... should|away_from|need
    maybe|perhaps|probably ... would|will|could|might ~ly|also? help !me|us !....?
    .. perhaps|maybe ... could|should|might|ought_to|needs_to ~~? be ~~? ~ed|~en|~wn|~ld|put|let|cut|set|
        kept|left|sent|lent|built|brought|taught|made !by_now|already|then|last
    surely it is|would_be|makes better|easier|more|sense|time
B9 advice start: what worked for us
    what has|really|always|actually|finally|usually|have* WORKED most|best? for|with? me|us|my|our .... is|
        was|were|has_been !....?
    what has|really|always|actually|finally|usually|have* WORKED me? most|best? is|was|were|has_been !....?|
        that_she|that_he|that_they|knowing|hearing|being|you
    what i|we do|did|used_to_do|usually_do|always_do|tend_to_do|found|find !not .. is|was|,|worked
        !....wrong|mistake|stupid|?
    the|one one|only|big|main|first? thing that ~ly? REMEDY|helped|worked|works|helps|saved
    what|the_thing_that|the_one_thing_that|the_only_thing_that ~ly? has|have? ~ly? !got_to|helps_me_most
        turned|changed|sorted|fixed|cracked|shifted|solved|settled|eased|broke|unlocked|calmed|swung|got|made|
        kept|opened|brought|REMEDY .... is|was|were !....?
    i|we always? found|find that? ... REMEDY|easier|better|less|calmer|helpful
    .... worked|works|did|does a_treat|wonders|a_dream|brilliantly|well|miracles .. for|with us|me|ours|mine
    worked|works a_treat|wonders|a_dream|like|brilliantly|well
B11 advice start: I wonder if you could
    i? am|do|just|was|would|did|had|also|still* wonder|wondering|wondered here|though? if|whether maybe|
        perhaps|it_might_be? WONDERED ....  could|should|might|may|would_help|would_suit|would_work|
        would_be_BETTER|can|tried|try|need_to|is_time|ought !have|be_that|be_because|also_feel|also_be
        !FAVOUR
B13 advice led: a command
    LEADS_UP* COMMAND !me|us !...PAST
    do not !PRON|even|really|think|ADVERB ~~ !me|us
    have a|an|some|another|your|two|the|it_out|it_checked|that_looked ~~ !time
    do !say|tell|we VERB|NOUN !....?
    stop ~ing
    by_all_means? be|just_be|try_being ~~? honest|kind|careful|gentle|patient|firm|clear|open|direct|there|
        proud_of|good_to|brave|yourself|prepared|specific|consistent|fair|strict|straight|polite|curious|
        sure|realistic|selfish|bold|angry|warned|careful|ready
    start by|with
    better|best is? you|we|if ~~
    you please|just|kindly|simply|first VERB|NOUN !....?
    you VERB|NOUN .... first|instead|only .
    probably|maybe|perhaps|far|much|always|it_is|usually* better|best not? just? to|if_you|COMMAND|off_~ing|
        ~ing
B14 advice typed: a bare idea: a day off, maybe?
    and|or|so|then|well|hm|,* maybe|perhaps|possibly a|an|some|another|more|less|fewer|~ing !bit|little|few|
        lot|other|part !....FINITE|BE|DO|he|she|they|it|i|you|we|not
    !....FINITE|BE|DO|he|she|they|it|i|you|we|not .... , maybe|perhaps|possibly ?
    !...BE|has|had|have|DO|he|she|they|it|i|you|we|not and|or|so|then|well|hm|,* maybe|perhaps|possibly|surely
        just|even|also|simply* a|an|some|another !bit|little|few|lot|mistake|other|part ~~ ~~ ~~ ....
    !....BE|has|had|have|DO|he|she|they|it|i|you|we|not and|or|so|,* a|an|some|the|more|less|another|~ing|
        VERB .... ,? maybe|perhaps|possibly|instead ?
    !....BE|has|had|have|DO|could|would ~~ .... ,? before|so|so_that it|he|she|they|you|that|anyone ~s|can|do|
        get|will|go
    !PRON|AUX|WH|SIDE|DET|PREP|ADVERB|NEG|~ed|~y|~ful|sad|mad|bad|cross|hurt|lost|alone|hard|feel~|like|yes|
        ok|sure|right|sorry|true|same|good|what|and|or|but|so|as ~~ ~~? !PREP|PRON|AUX ?
    and|or|so|then|,* a|an|some !bit_of_both|or|question|~_of_the ~~ !....BE|has|had|DO|he|she|they|it|i|we|
        not|or|,|again|as_well|too|still ~~ ... before|by|for|at|in|with|on|over|first|instead|after|to ....
        ?
K1 closed typed: says back what was heard: so you …
    ok|okay|and|but|right|ah|oh|hm|yes|,* so ,? !AUX|WH|SIDE|lets BACKGROUND? you|your !know|see
    ok|okay|and|but|right|ah|oh|hm|yes|,* so ,? !AUX|WH|SIDE|lets|i .... ?
    ok|okay|and|but|right|ah|oh|hm|yes|,* so ,? he|she|they|the|nobody|no_one|everybody|everyone|there
        !....i|me|my|we|our|us ~~ ~~
    you feel|felt !better|free|so_much ~~ ~~
    it seems|feels|seemed|sounds you
    and|so|but|then* you really|also|still|just|both|never? felt|wanted|needed|hoped|loved|missed|feared|
        blamed|expected|trusted|hated|dreaded|longed
    so|and|ok|that|this|but|then|it* sounds to_me? like|as_if|as_though|that|very|really|so|lonely|hard|
        tough|painful|exhausting|heavy !a_plan|the_plan|a_good|a_great|an_idea|good|great|fun
    so|and* you seem|sound|look
    so|and|but|then* part_of_you|a_part_of_you|for_you .... ?
    so|and|but|then* you really|also|still|just|both? felt|feel|are_feeling|wanted|needed|wish|wished|miss|
        missed|hope|hoped|love|loved|fear|feared|blame|blamed|expected|would_like|would_rather|had_hoped|
        were_hoping|are_afraid|are_angry|are_torn|were_scared .... ?
    ok|and|oh* so nobody|no_one|it_was|it_is|it_felt|the_~_was|the_~_hurt|the_~_felt|the_~_is
C0 closed start: asks for one fact
    PREP? ONE_FACT !....EXPLORING|like_? .... ?
    what|how .... called|spelt|spelled|spell|pronounced|cost|stand_for|in_pounds|in_euros|in_numbers|in_hours|
        in_minutes|in_percent ?
    how BE|DO ~~? called|spelt|spelled|spell|pronounce
    what DO PRON ~~? pay|charge|earn|weigh
    state|confirm|specify|indicate whether|if|when|where|who|which|ONE_FACT
    SIDE|what .... , ~~ ~~? ~~? or .... ?
    what|how .... , ten|two|three|four|five|six ~~ ?
    tell|give|show|remind|send me|us again|please? the|his|her|your|their|its|that|this|a|one|whether|if|
        when|where|who|which|ONE_FACT
C1 open start: what, how
    PREP? what|how|whatever .... ?
    PREP which way|ways|respect|respects|sense .... ?
C2 open start: why
    PREP? why|how_come .... ?
C3 open start: who, where, when, which, with an exploring word
    PREP? who|whom|whose|which ....  EXPLORING .... ?
    which part|bit|moment|aspect|side|piece of .... you|your|yourself ....
    PREP? where|when .... EXPLORING .... ?
    where .. do|does|did|is|are|was .... EXPLORING
    who are|were|could|would|do|did|can you ... be|become|when|without|if|turn_to|turn|lean_on|go_to|trust|
        trust_with_it
    where do|does|did|would|could|can you|he|she|they want_to|find|go_for|go_from|draw|get_the|get_your|
        see_yourself|turn
C4 closed start: who, where, when, which
    PREP? SIDE .... ?
D1 closed start: I wonder if, do you know who
    !you i? .. curious|wonder|wondering|interested to_know|about|in? if|whether|SIDE|ONE_FACT
    i would|should ~~? like|love to know if|whether|SIDE|ONE_FACT
E3 closed led: asks for one fact, without a mark
    PREP? ONE_FACT PRON? ~~? AUX|been|ago|in|on|at|left|now
    PREP? what BE the|his|her|your|their|its* ~~? FACT !like|mean
    since when .
E1 open led: an open question, without a mark
    PREP? what|how|why else|exactly|on_earth|part_of_~|kind_of_~|~ing? AUX|come !~_is_that|~_is_not
    PREP? what|why|how you|he|she|they|it|we AUX|feel|think|want|mean .... you|your|about_it .
    what else|exactly|really? made|happened|happens|helped|helps|brought|brings|matters|worries|keeps|kept|
        stops|stopped|makes|gives|gave|changed|hurts|hurt|went|comes|came|touched|scares|bothers !....is|was
    SIDE !is_why|was_why ~~? AUX|feels|felt|matters|hurts|else !....does_not|do_not|did_not|is_not|was_not
        .... EXPLORING
    who|where|when else|might
    what if
    what !is|was|has|does|as|gets|strikes|matters|bothers|hurts|kills|worries|needs|this|his|works ~s
        !....is|was
    what ~~? ~ed|made|took|brought|struck|hit|drew|kept|held|got|hurt with|to|for? you|him|her|them|your
        !....is|was
    what you going_to
    how ~~ AUX PRON
    what|how you feeling|feel|doing|holding|coping|getting|keeping|thinking
    what your ~~ ~~? .
    if|when|after ... what|how AUX
    why .
    which bit|part|side of you|this|it|yourself
E3 closed led: a question for one fact, without a mark
    who said|told|did|gave|took|wrote|made|decided|knows|signed|called|rang|runs|pays|saw !it|better
    who|where|when is|was|are|were|did ~~ ~~? ~~? .
E2 closed led: yes or no, without a mark
    did school|mum|dad|work|nobody
    is|are|was|were|am|does|did|has|can|could|will|would|may|might|shall not? PRON|your|his|her|their|the
        !best|bit|job
    do|have not? you|they|we|i|people|any
D1 closed start: starts like a yes-or-no question
    AUX .... ?
O8 open anywhere: a question in the middle of a sentence
    what|how|why ~ed|went|came|made|kept|held|gave|got .... ?
    what then|next|now .
    what|how|why do|does|did|are|were|is|was|would|could|can|has|have you|he|she|they|it|we|that|this
    what|how|why DO|BE|would|could|can|will|has|have|had .... ?
B2 advice anywhere: if I were you, in your place
    if it|this|that|he|she|they was|were|is|are mine|ours|up_to_me|my_call|my_decision
    if it|that|this was|were my ~~
    if i_was|i_were|i_am|i_would_be|it_was|it_were|that_was|that_were you|me|my_~|in_your_~ !....would_be|
        would_feel|would_have|would_not_know|would_hate|would_cry|would_love|would_also_be|would_also_feel
B3 advice anywhere: I'd suggest, my advice
    my|our ~~? way|rule|trick|approach|method|habit|motto|secret ... is|was to|~ing|never|always|just
    what i always|usually|often? tell|say_to|advise ... is
    i|one|we ~ly|would|should|strongly|really|also|do|can|could|might|may|only|highly|just|humbly|still|
        want_to|like_to|gently|respectfully* submit_that|contend_that|suggest|recommend|advise|propose|urge|
        encourage|counsel|caution|commend|advocate|favour|invite_you_to|vote_for|vote_that|be_inclined|
        be_tempted|be_minded|lean_towards|err_on
    my ~~? advice|tip|suggestion|recommendation|proposal|two_cents|recipe .. is|would_be|,
    pro|top tip
B4 advice anywhere: I'd and what to do
    i SOFT* would not|never? SOFT* !STATE|give_anything|do_that|do_the_same|do_anything|see|come|meet|expect|
        tell_you|help|go_home|live|cry|agree|trust|welcome|add|like|share|die|need|say !~ed !....every_day|
        every_night|every_morning|every_week|every_~|if_i_had|each_day|as_a_child|back_then|anyone_else|
        if_i_could|to_know|to_hear VERB|NOUN
    i would in_your_place|in_your_shoes|in_that_case VERB|NOUN
    i would ~~? be careful|wary|cautious|inclined|tempted_to|firm|straight|open_with|honest_with
    i would ~ly? have it|him|her|them|that|this ~~
    i would be looking|asking|ringing|calling|writing|pushing|talking|having|thinking_of|very_careful|on_to
    i would ~ly? have a|an ~~? word|chat|look|think|talk|conversation
    i would go_for|go_with|go_straight|say_just|say_VERB|say_NOUN|say_you|say_we|say_it_is_time
    what|thing i would do
    that|it|this is where|what|how|who|when i would ~~
B5 advice anywhere: you should, you need to, you had better
    WHO doctors|nurses|managers|people|all|both|guys? SOFT* should|ought_to|ought SOFT|~ly* !SHOULD_NOT
    WHO SOFT* must SOFT|~ly* !wait|leave_by|pay|queue|stay|work|be|have|feel|know|miss|think|hate|love|
        wonder|get_so|see|understand
    you SOFT|do* need|have_got|got|have|will_have|will_need|are_going_to_have|are_going_to_need to !....?
        !wait|pay|queue|laugh|admit|live|wonder|be_there|be_here|be_strong|be_quick|be_lucky|know|cry|
        leave_by !....every_time|to_get_a|to_get_an|or_they|or_else|in_this_job|in_this_place|these_days|
        nowadays
    we SOFT|do* need to !be_there|be_here|be_at|wait|pay|leave_by
    think|feel|believe|say|maybe|perhaps|first|reckon that? we ~~? have to
    that|this ~~? needs|wants|deserves|calls_for|merits|warrants ~ing|to_be_~ed
    you SOFT|do* need a|an|some|more|to_have_a|two|one !....?|lift|hand|be|to_get|to_be|to_work|to_do|to_see|
        in_this_job|here ~~ !like|of_a
    you SOFT|do* need a|an|some|more|your|to_have_a? ~~? break|rest|holiday|sleep|help|support|time|space|
        plan|advocate|lawyer|solicitor|opinion|day|night|off|rota|interpreter|someone|somebody|hobby|friend|
        boundaries|therapist|mediator|union|witness !....?
    WHO would|will|might|may be|do as|just_as|every_bit_as? well|wise|right|wiser|best|better to|with|off|
        not|~ing
    you are|would_be entitled|allowed|within_your to|rights_to !....?
    you have the? ~~? right to !....?
    you owe it|yourself to|yourself|a|an|that
    WHO are|would_be|will_be|would|had much|far|really? better|best off|to|not|with|~ing|VERB|NOUN
    you SOFT* want|will_want|would_want to be_careful|make_sure|watch|ask|check|get_a|get_an|get_legal|
        get_that|get_the|get_your|keep_copies !....?
    you will|would want a|an|to_~|your|someone|somebody !....?|know|....to_know
B6 advice anywhere: you could, you might, you can always
    you SOFT* could !not|never|hardly|barely SOFT* !STATE|SOFT ~~
    we SOFT* could SOFT* !STATE|SOFT|not|only|do !....never|until|was|were|had|back_then ~~
    you SOFT* might SOFT* !STATE|SOFT|find|get|lose|need|want|wonder|ask_why|miss|die|well ~~
    WHO might|may|will also|perhaps|even|well|then* want_to|wish_to|like_to|consider|find_it_helpful|
        find_it_useful|find_it_easier|do_well|need_to_ask|need_to_think|need_to_talk !know|say
    WHO ~ly? can always say_no|walk_away|say_you|say_it
    WHO ~ly? can always|just|simply|also|still|even|maybe|perhaps|try|first|start !STATE|about|not
    you SOFT* can !STATE|tell|stop|ask_me VERB|NOUN !for_granted|me|us|that_again|on|from !....?|but|nobody|
        never|still
    you SOFT* can SOFT* speak|offer|choose|propose|arrange !....?|but|nobody|never|still|and_nothing|and_they
    you may|can|could please|kindly
    you_and_~|we might SOFT* VERB|NOUN !get|lose|find|miss|die|ask_why
    you_and_~|both_of_you|the_two_of_you|all_of_you|you_and_your_~ SOFT* should|could|might|ought_to|ought|
        need_to !have
    might|could|may|can usefully|profitably|fruitfully|helpfully|sensibly|safely ~~ !....?
    you can|could SOFT* do also|like_us|like_this|likewise|the_same|as_we
    WHO might|may|could as well
    you SOFT* could SOFT* be honest|clear|kind|firm|open|upfront|braver|gentler|direct|bolder|frank
    you SOFT* might|may|would|will SOFT* get|have|find further|more|a|an|better|somewhere !feel
    everyone|everybody|each_of_us|all_of_us|the_group|this_group|the_team|somebody|someone should|ought_to|
        needs_to|could !have|know|be_ashamed
    WHO could do worse than
B8 advice anywhere: the best thing is to, it would help to, worth asking
    the best|first|only|main|next|right|safest|simplest|easiest|kindest|wisest thing|way|step|move|option|
        bet|approach|idea|place_to_start .. is|would_be|might_be just|simply|probably|always* to|,|up|COMMAND
    the|a|your|my ~~? answer|solution|trick|key|secret|way_forward|way_out|important_thing|fix|remedy|cure|
        counsel|priority|art|knack .. ,? which? is|would_be just|simply|always* to|not_to|,|that_you|that_we
    the BEST ~~ .. is|would_be ,? to|,|VERB|a|an|not_to|~ing !....been
    what|all|thing that? WHO ~~? need|should_do|have_to_do|need_to_do|want|could_do|can_do|must_do|
        ought_to_do .. is|would_be !....?
    would|might|may|could|will|should not? also|perhaps|maybe|even|really* be ~~? BETTER ~~? to|if|for_you|
        for_us|for_both|that_you|that_we|you|we|~ing !me|see|hear|know|be|have !....?
    it_is|is|can_be always|usually|probably|maybe|also|much|often* better|best|advisable|wise|good|sensible
        idea? if_you|if_we|that_you|you|not_to|to !me|hear|know|see|be_here
    it|what really|often|sometimes|always* helps to|if_you|if_we|when_you|most_is !know|hear|be
    worth you|us|me|someone|somebody|your|~~ ~ing !....?
    worth a_try|a_go|a_shot|a_call|a_look|a_chat|a_word|a_letter|a_visit|a_thought|a_conversation|
        a_second_opinion|your_while|~ing !....?
    it_is|maybe|perhaps|now_is high|about|the_right? time to|for_you_to|for_us_to|you|we|somebody|someone
        !went|go_home|was|i
    !i|he|she|they|who|nobody|nothing|you|we|DO ~~ would|might|could|may ADVERB* HELPFUL !me|us|have|i|
        to_hear !....?|only|last_week|if_anyone|if_they|if_only|if_he|if_she
    there_is|there_may_be|there_might_be|is|be|lot|something|much a|some|a_lot|much|lot|something|real|good|
        great|strong* to_be_said|merit|value|mileage|a_case|case|sense|scope|virtue|power|use|wisdom for|in
        !....?
    it always|usually|often|really? pays to
    it never|rarely|seldom hurts|harms|hurt to
    there is|are a|an|some .... for exactly|people|folk|carers|families
    there is a|an brilliant|good|great|lovely|free ~~ !....but|way|to|of
    there is|are a|an|some ~~? helpline|charity|scheme|grant|group|groups|course|app|form|service|fund|
        allowance|website|leaflet|forum|network|clinic for_that|for_this|you|they|called|on|in|at|, !....?|
        but|not|no
    usually|often|always|generally|normally|sometimes does_it|does_the_trick|works|helps|sorts|is_enough|
        clears !....?
    surely the answer|solution|way
    surely there is|must_be|are a|an|some|ways|other
    goes a long way
    the|only|one|first|best thing|move to_do is
    there_is? no shame|crime|rush|law|harm|need|disgrace|sin in|against|to ~ing
    it|that would|might|could|can|may|will well? be time to|for|you|we
    it_is|is SOFT* worth a|an|another|one|some|the|two !wait|mention_it|lot
    would|could|might|will be a|an|the godsend|lifesaver|good_start|start|blessing|comfort|relief
    your best|safest|only|first bet|move|port|hope|option is|would_be
    one idea|thing|option|way|possibility|answer|solution|suggestion would|could|might be
    the answer|fix|solution|trick|way|cure|remedy might|could|would|may be
    the person|one|form|number|place|people|man|woman to ~~ .. is|are|would_be
    the BEST way|route|thing|move|fix ... is|would_be the|a|to|~ing !been|....was
    your gp|union|council|surgery|mp|practice|pals|key_worker|social_worker|advocate could|can|might|will|may
        ~~
    there is always !someone|somebody|something|one|a_but|some|a_catch|hope|time|next ~~
    nothing to lose by|in
    one|another|an|a|other ~~? option|idea|possibility|way|approach|thing .... is|would_be|could_be|might_be
        to|,|a|an|~ing|if
    nothing wrong with|in ~ing
    it is ~~? important|necessary|essential|vital|crucial|imperative that|to you|we
    harm in ~ing
    maybe|perhaps time for|to
    would|might|could|will|can|does not hurt|harm|go_amiss !me|him|her|anyone|that|any
    nothing stops|is_stopping you
B8 advice start: an idea, and a saying: less of this, more of that
    here_is|here_are a|an|my|one ~~? thought|idea|suggestion|tip
    one|a|each|every step|thing|day at a time .
    time to !go_home
    time for a|an|some|~ing !....?
    if we ~ed|met ... , .... could|would|might ~~
B10 advice start: one's own remedy
    !....?|cried|lost|died|left|worse|quit|never|failed|refused|not >....we|i|ours STARTED >....,|and ....
        now|since|within_a|within_the|ever_since|no_longer|at_last|finally|half|fewer|less|calmer|better
    >....it_is|that_is|this_is|which_is|it_was|that_was how we|i VERB|NOUN|do|did|got|made|kept|survived|
        managed|came
    helps|helped|works|worked|saved me|us|for_me|for_us|every_time|a_lot
    .... it|that changed|transformed|rescued|saved my|our|his|her life|lives|nights|mornings|marriage|weekends
    .... sorted|fixed|cured|cracked|calmed ours|mine
    .... never|not looked_back
    !....?|NEG >....i|we|our|my .... has|have? stopped|vanished|halved .
    i|we found|find ~ing .... helps|helped|works|worked|my|me|us
    i always|usually VERB|NOUN .... first|before
    it|that gave|bought|got|brought me|us my|our|back|some|a_bit|the_time|the_space ~~
    we|i ~~ .... and|, .... stopped ~ing
    !....?|NEG|he_~ed|she_~ed|they_~ed|he_said|she_said|they_said|told|they_gave >....i|we|our|my|us ....
        REMEDY
    it really|always|also? worked|helped|works|helps for? me|us to|when|if !....hear|today|hearing|listening|
        sharing|?
    !....?|NEG >....i|we|our|my .... and .... stopped_.|doubled|trebled|tripled|halved|melted|plummeted|
        vanished|
        dried_up|calmed_down|perked_up|soared
K1 closed anywhere: says back what was heard, plainly
    ^ !....AUX_PRON_?|AUX_not_PRON_?|how_SIZE|how_much|or_~_? and|so|but|then* it_is_that? you are|were|
        have_been|have_had|did_not|do_not_want|wanted|want|love|loved|miss|hate|hated|wish|would_rather|
        would_like|have_lost|are_not|are_still|just_want|cannot|needed !welcome|right|brilliant|amazing|kind|
        doing|lucky|not_alone|so_brave|very_brave|a_star|so_right|so_kind|very_kind|legend|a_legend|great|
        good|all|both ~~
"""

# What is looked for around a rule, and for the soft lines beside a label.
GUARDS = """
LISTING:
    i|we|they !hear|understand|know|get|see|feel|think|agree|am|are|will|would|can|could|do_not|have|were|
        might|should|love|hope|appreciate|really ~~
JUST_SAID:
    !if|when|after|before|since|as|you|PREP|what|all|everything|having|the_thing|the_bit|the_part|the_way|
        that|those .... TOLD to? me|us|him|her|them|myself? .
SAID:
    TELLS
ASKED:
    PREP? WH|SIDE else? AUX
    AUX not? PRON|the|your|his|her|their|my|any|people|all|a
HELD:
    .... what|how|why|who|which|where|whether|than|whatever|everything|anything ....
    .... if|when|as|all|because|so .
TAG:
    , AUX not? PRON not? ?
    , why|what not|else|harm|about_that ?
    , ok|okay|eh|yes|no|right ?
LEADING:
    ^ AUX not
    surely|obviously|clearly|of_course
    , AUX not PRON ?
    , right|no|yes|eh|correct ?
    do_you_not|do_not_you|would_not_you|would_you_not|can_we think|agree|say
    not it ?
HINT:
    if_you|instead_of|rather_than|should|ought_to|better_to|have_you_tried|have_you_considered|
        have_you_asked|simply|why_not
    stop|stops|stopped|stopping|keeps|prevents you from
AND_ANOTHER:
    ,|and|or and|or|then|also|if_so|if_not|,* WH|SIDE ~~? AUX
"""

# How words are typed: what is meant < how it is written.
SPELLINGS = """
you < u ya yous youse yall ye | are < r | your < ur | why < y | what < wat wot wut waht | how < hw hwo |
when < wen | which < wich | that < dat | the < da teh d | and < n | before < b4 | to < 2 | maybe < mayb
mabye mb | do not < dnt dont | someone < sumone sum1 some1 somone | about < bou abt bout | have < hve hav hv
| though < tho | through < thru | happened < happend happned | different < diff | people < ppl | please <
pls plz plse | thanks < ty thx tnx | probably < prob probs | definitely < def | should < shud shld shd shoud
shoul | could < cud cld coud | would < wud wld woud | going to < gonna | want to < wanna | got to < gotta |
give me < gimme | let me < lemme | do not know < dunno | because < cuz coz cos cause bc becuase | what do
you think ? < wdyt | what about you < hbu wbu | i do not know < idk | i think < imo imho | ought to < oughta |
have to < hafta | be < b | ah < ahh ahhh | do you < dya dyou | to be honest < tbh | , is not it < innit init |
ok < k kk | try < trie | tried < tryed | think < thikn | tell < tel | a lot < alot | what is < wats whats wots
| how is < hows | who is < whos | where is < wheres | when is < whens | why is < whys | that is < thats | it
is < its | there is < theres | i am < im | i have < ive | i would < id | you are < youre | you have < youve |
you would < youd | you will < youll | they are < theyre | they have < theyve | we have < weve | she is < shes
| he is < hes | does not < doesnt | did not < didnt | is not < isnt aint | was not < wasnt | are not < arent |
were not < werent | have not < havent | has not < hasnt | had not < hadnt | will not < wont | can not < cant
cannot | could not < couldnt | should not < shouldnt | would not < wouldnt | must not < mustnt | need not <
neednt | should have < shouldve shudve shoulda | could have < couldve coulda | would have < wouldve woulda |
might have < mightve | must have < mustve | what are < whatre | how are < howre
"""

# What an apostrophe stands for; the words that are shortened in their own way; before "'s" as "is".
SHORTENED = """
not < t | am < m | are < re | have < ve | will < ll | would < d | is < s
"""
UNSHORTENED = """
can not < can't | will not < won't | shall not < shan't | lets < let's | is not < ain't | do you < d'you |
you < y'all | how did < how'd | oclock < o'clock | madam < ma'am | come on < c'mon
"""
HAS_IS = """
everything far he here how it long much name nothing old she something soon that there this what when where
which who why
"""

# English by its small words; those of other languages people may write in; those that are both.
ENGLISH = """
the and you your what how why who where when which is are was were do does did have has had be been of to it
this that these those they them their he she his her we our us my i im not dont cant with for from about at
by but if so because there then than would could should can will might must just very too some any anything
something nothing one out up down over again after before into all more most other think feel know want need
tell say said ask asked go going get got make made take see look time day thing things people good bad well
work help like still never always only own even really maybe please thanks thank sorry ok okay yes yeah u ur
r pls idk wdyt lol omg on or as an here now back first next every each both much many who's hello hi let
lets give went told try tried talk keep left off same new old great nobody everybody everyone someone
mayb b pass
"""
OTHER = """
ich nicht und der das ist wie wir sie mir dir mich dich ein eine einen mit auf für aber auch haben hast habe
wenn dass sind warum wer wo dein deine mein meine geht noch schon sehr kannst es den dem bist du uns euch
hätte vielleicht le les des une est et que qui vous nous je tu il elle dans avec sur mais plus ça pourquoi
comment où pas ce cette votre ton ta mon ma au aux sont avez êtes fait moi toi peut être quoi avoir suis
as-tu c'est j'ai qu'est el los las una qué cómo por para con pero más está estás eso esto yo usted ustedes
nosotros cuando donde dónde muy su sus tus mi mis del al te lo se hay tiene tienes puedes quién hacer como
porque también ser fue siente sientes ella hablado gli che di per non sono sei è ho hai ha cosa perché della
nel anche più questo come stai lui lei noi voi mio tuo ti ci ne potresti fatto dove chi quando molto bene un
uno da o os um uma não você vocês eu ele ela isso com mas estão foi quem onde muito seu sua meu minha porquê
fazer pode tem sente het een ik jij niet van dat wat hoe waarom en ook maar met voor zijn hebben heb hebt
heeft deze naar wij jullie hij zij er nog wel kunt kan moet mijn jouw geen bij gaat voel vind nie jest się
co jak dlaczego czy ty ja mnie tobie w z na po już tylko bardzo dla może że gdzie kiedy kto masz od nas
czego bir ve bu için çok de mı mu ben sen biz siz nasıl neden ama var yok daha gibi oldu değil kadar och att
det som är jag inte på för med vad hur varför har vi ni han hon men så om när din ditt og ikke hvordan
hvorfor jeg hva hvad til af av mig deg ei että mitä miten miksi hän minä sinä olen olet ovat mutta kun niin
yang tidak apa saya kamu anda dan ini itu untuk dengan bagaimana mengapa kenapa ada sudah akan dari ya wa
kwa nini vipi kwanini wewe mimi gani lakini sana yako wangu ako ikaw ang mga hindi bakit paano ano sa ng ko
mo ka és hogy nem egy az miért hogyan vagy csak már și nu este cum cu pe la mai dar sunt ești tôi bạn không
là và của có gì được
"""
SHARED = """
a an as at but by come des do for had he her in is la man me no on or so their to was we
"""
