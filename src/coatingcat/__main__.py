from coatingcat.cli import main

main()
