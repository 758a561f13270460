#!/usr/bin/perl
# policy.pl FILE STAGE: reads the policy, says every mistake in it, and prints what holds for one stage as lines of words
# with tabs between them. Needs all of Perl (JSON::PP), which the image does not have: it runs in the stage that builds.
use strict;
use warnings;
use JSON::PP;

my ($file, $stage) = @ARGV;
my %of_stage = map { $_ => 1 } qw(open restricted secrets hardened browser-shell);
my %when = map { $_ => 1 } qw(always starting last);
my @mistakes;

open my $in, '<:raw', $file or die "policy: $file cannot be read: $!\n";
my $policy = eval { JSON::PP->new->utf8->decode(do { local $/ = undef; <$in> }) };
die "policy: $file is no JSON: ${\($@ =~ s/ at \S+ line \d+\.?\n//r)}\n" unless $policy;
die "policy: $file is no object\n" unless ref $policy eq 'HASH';
die "policy: '$stage' is no stage; there are " . join(', ', sort keys %of_stage) . "\n" unless $of_stage{$stage};

my $is_path = qr{^(?:/[A-Za-z0-9._+\-]+)+$};
known('the policy', $policy, qw($schema mode programs keep scripts libraries users networks));
my $mode = $policy->{mode} // '';
mistake('mode', $mode, 'enforce or report') unless $mode =~ /^(?:enforce|report)$/;
my @lines = ("mode\t$mode");

my %seen;
for my $entry (entries('programs', qw(path when calls stages))) {
    my ($where, $program) = @$entry;
    path("$where.path", $program->{path}, $is_path);
    mistake("$where.when", $program->{when}, 'always, starting or last') unless $when{ $program->{when} // '' };
    my $calls = $program->{calls} // [];
    mistake("$where.calls", $calls, 'a list of calls, each a list of words') unless ref $calls eq 'ARRAY';
    next unless holds($where, $program);
    mistake("$where.path", $program->{path}, 'each program once a stage') if $seen{ $program->{path} // '' }++;
    push @lines, join "\t", 'program', $program->{when} // '', $program->{path} // '';
    for my $call (ref $calls eq 'ARRAY' ? @$calls : ()) {
        my @words = ref $call eq 'ARRAY' ? @$call : ();
        mistake("$where.calls", $call, 'from 1 to 31 words without tab and line break') if !@words || @words > 31 || grep { !defined || ref || /[\t\n]/ || $_ eq '' } @words;
        mistake("$where.calls", $call, "'**' at the end of a call alone") if grep { $_ eq '**' } @words[0 .. $#words - 1];
        push @lines, join "\t", 'call', @words;
    }
}
mistake('programs', 'none', 'exactly one program of each stage with when: last') if 1 != grep { /^program\tlast\t/ } @lines;
for my $list (qw(keep scripts)) {
    for my $entry (entries($list, qw(path stages))) {
        my ($where, $file) = @$entry;
        path("$where.path", $file->{path}, $is_path);
        push @lines, join "\t", $list eq 'keep' ? 'keep' : 'script', $file->{path} // '' if holds($where, $file);
    }
}
for my $entry (entries('libraries', qw(path stages))) {
    my ($where, $library) = @$entry;
    path("$where.path", $library->{path}, qr{^(?:/[A-Za-z0-9._+*\-]+)+$});
    push @lines, "library\t" . ($library->{path} // '') if holds($where, $library);
}
for my $entry (entries('users', qw(name id stages))) {
    my ($where, $user) = @$entry;
    my $who = $user->{name} // $user->{id} // '';
    mistake($where, $who, 'a name of the image, or a user id as a number')
        if (defined $user->{name}) == (defined $user->{id}) || $who !~ (defined $user->{name} ? qr/^[a-z_][a-z0-9_-]{0,31}$/ : qr/^[0-9]{1,10}$/);
    push @lines, "user\t$who" if holds($where, $user);
}
for my $entry (entries('networks', qw(to ports stages))) {
    my ($where, $network) = @$entry;
    mistake("$where.to", $network->{to}, 'an address with a prefix length, as 10.0.0.0/16') unless is_network($network->{to} // '');
    my $ports = $network->{ports} // [];
    mistake("$where.ports", $ports, 'up to 16 ports from 1 to 65535; none for every port')
        if ref $ports ne 'ARRAY' || @$ports > 16 || grep { !/^[1-9][0-9]{0,4}$/ || $_ > 65535 } @$ports;
    push @lines, join "\t", 'network', $network->{to} // '', ref $ports eq 'ARRAY' ? @$ports : () if holds($where, $network);
}
die map { "policy: $_\n" } @mistakes if @mistakes;
print map { "$_\n" } @lines;

sub mistake {
    my ($where, $value, $expected) = @_;
    my $shown = JSON::PP->new->canonical->allow_nonref->encode($value);
    push @mistakes, "$where is $shown; expected $expected";
}

sub known {
    my ($where, $object, @names) = @_;
    my %known = map { $_ => 1 } @names;
    push @mistakes, "$where has '$_', which nobody reads; it may have " . join(', ', @names) for grep { !$known{$_} } sort keys %$object;
}

# The objects of a list with their places, after a look at what each may have.
sub entries {
    my ($list, @names) = @_;
    my $all = $policy->{$list} // [];
    if (ref $all ne 'ARRAY') {
        mistake($list, $all, 'a list');
        return;
    }
    my @found;
    for my $index (0 .. $#$all) {
        my $where = "$list\[$index]";
        if (ref $all->[$index] ne 'HASH') {
            mistake($where, $all->[$index], 'an object with ' . join(', ', @names));
            next;
        }
        known($where, $all->[$index], @names);
        push @found, [$where, $all->[$index]];
    }
    return @found;
}

sub path {
    my ($where, $value, $form) = @_;
    mistake($where, $value, 'an absolute path without .. and without blanks') if !defined $value || $value !~ $form || $value =~ m{/\.\.?(?:/|$)};
}

sub holds {
    my ($where, $entry) = @_;
    my $stages = $entry->{stages} // [sort keys %of_stage];
    my $are_stages = ref $stages eq 'ARRAY' && @$stages && !grep { !$of_stage{$_} } @$stages;
    mistake("$where.stages", $stages, 'a list out of ' . join(', ', sort keys %of_stage)) unless $are_stages;
    return $are_stages && grep { $_ eq $stage } @$stages;
}

sub is_network {
    my ($to) = @_;
    return $to =~ m{^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})/(\d{1,2})$} ? !(grep { $_ > 255 } $1, $2, $3, $4) && $5 <= 32
         : $to =~ m{^[0-9A-Fa-f:]*:[0-9A-Fa-f:]*/(\d{1,3})$} && $1 <= 128;
}
