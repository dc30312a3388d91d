"""What officers, the mayor, the council and journalists ask of the stored figures."""
