"""Casualty Desk: counting people killed, injured and missing, and structures damaged, honestly.

Nouns declare:

    codes       every code list
    codebook    every table and column
    wording     every sentence a reader sees that is not a label of the codebook
    issue       one breach of a rule, as a sentence
    selection   what the reader chose
    places      countries, regions and settlements, and the names they go by
    schema      codebook -> pandera
    dataset     the four validated frames and their version
    ledger/     the durable, append-only list of batches
    theme       colours, fonts, number and date formats
    fonts       the fonts that figures bring with them, and the widths of their letters
    extract     one selection of one version, with all that an export of it needs
    caption     the words that go with a selection: title, filters, sources, citation, limits
    figure      a chart for print: what to draw, the words around it, how large
    openapi     the API, described for programs
    formats/    one file per foreign layout: how to recognise it, what its columns become

Verbs do; read in order they are the pipeline:

    read      file -> text cells stamped with their line
    match     columns of a table without a known layout -> what they may mean
    withhold  columns that hold names of people, which are never stored
    clean/    text -> typed values, each bad cell an issue: a file for each kind of column
    check/    schema and rules across columns and tables -> issues
    meet      rows that only their order tells apart -> the stored incidents they are
    load      all of these: uploads -> good rows, issues, questions
    compare   what a file would add and change
    tell      what others changed meanwhile, what an undo would do -> sentences
    commit    a checked intake -> a batch in the ledger
    settle    claims -> one figure with low, best, high per incident and measure
    explain   settled figure -> what each claim was to it
    tally     settled figures + selection -> totals, by region, by month, by type
    cite      which sources a selection rests on
    describe  an incident's record in words: when and where
    draw/     tally -> charts
    reorder   text in both directions -> the order in which it stands on a line
    frame     plot + words -> one picture
    render    figure -> SVG, PNG, PDF, in the child process `render_child`
    defuse    text that a spreadsheet would run as a formula -> text that it leaves alone, and back
    publish/  tables as CSV and XLSX, zips, plain values for JSON, the words of the command line, the codebook page
    mark      an uploaded file -> the same with a column of what is wrong with each row
    answer    the parameters of an address -> what the API says
    bundle    extract -> all its charts and tables in one zip that can be cited, checked and imported
    report/   extract -> its situation report as PDF, DOCX, XLSX

`python -m pipelines` (`__main__`) is the command line.

Imports point down the layers that `tests/test_layers.py` draws. Nothing here imports Streamlit.
"""
