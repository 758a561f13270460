#!/usr/bin/perl
# enter.pl ROOT USER:GROUP CAPABILITIES PROGRAM [ARGUMENT...]: becomes the program in that root folder, with at most those
# capabilities (numbers with commas between them, or none). An image that was stripped holds no tool that could do it.
use strict;
use warnings;
use POSIX ();

my ($root, $user, $capabilities, @program) = @ARGV;
my ($uid, $gid) = split /:/, $user;
my %kept = map { $_ => 1 } split /,/, $capabilities;
my %prctl = (x86_64 => 157, aarch64 => 167);
my $machine = (POSIX::uname())[4];
my $prctl = $prctl{$machine} // die "enter: no call number for $machine\n";
use constant { CAPBSET_READ => 23, CAPBSET_DROP => 24 };

chroot $root or die "enter: $root: $!\n";
chdir '/' or die "enter: /: $!\n";
for (my $each = 0; syscall($prctl, CAPBSET_READ, $each, 0, 0, 0) >= 0; $each += 1) {
    next if $kept{$each};
    syscall($prctl, CAPBSET_DROP, $each, 0, 0, 0) == 0 or die "enter: capability $each stays: $!\n";
}
# A container has a session of its own, and so its own share of the processor.
POSIX::setsid();
if ($uid != 0) {
    $) = "$gid $gid";
    POSIX::setgid($gid);
    POSIX::setuid($uid);
    die "enter: still user $<\n" if $< != $uid || $> != $uid;
}
exec { $program[0] } @program or die "enter: $program[0]: $!\n";
