use strict;
use warnings;

sub high {
    my ($day) = @_;
    return max(@{ $day->{levels} });
}

sub middle {
    my ($day) = @_;
    return sum(@{ $day->{levels} }) / @{ $day->{levels} };
}

sub low {
    my ($day) = @_;
    return min(@{ $day->{levels} });
}

sub first {
    my ($day) = @_;
    return $day->{levels}[0];
}

print high(today()), "\n";
