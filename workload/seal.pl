#!/usr/bin/perl
# seal.pl LINES LIST REMOVED: writes the list with the hashes of what it names, and removes from the image what may be
# executed and is not on it, programs with setuid bits first. What was removed stands in REMOVED. The last step of the
# image's build: what a later step adds is on no list.
#
# LINES are policy.pl's. Perl-base is all that there is.
use strict;
use warnings;
use Fcntl qw(:mode);
use File::Glob qw(bsd_glob);

my ($lines, $list, $removed) = @ARGV;
my ($folder) = $list =~ m{^(.*)/};
my $launcher = "$folder/launcher";
my @root = lstat '/' or die "seal: no root folder: $!\n";

my (@sealed, %named, @missing);
open my $in, '<', $lines or die "seal: $lines cannot be read: $!\n";
my @policy = map { chomp; [split /\t/] } <$in>;
for my $line (@policy) {
    my ($what, @words) = @$line;
    if ($what eq 'library') { take_libraries($words[0]) }
    elsif ($what eq 'keep') { -e $words[0] ? $named{ $words[0] }++ : missing($words[0]) }
    elsif ($what eq 'program' || $what eq 'script') { take($what, @words) }
    elsif ($what eq 'user' && $words[0] !~ /^\d+$/) { push @sealed, "user\t" . (getpwnam($words[0]) // missing("user $words[0]")) }
    else { push @sealed, join "\t", $what, @words }
}
die map { "seal: $_ is listed and is not in the image\n" } @missing if @missing;
add_needed($_) for map { $_->[-1] } grep { $_->[0] eq 'program' } @policy;
die map { "seal: $_ is needed by what is listed and is not in the image\n" } @missing if @missing;

my (@with_privileges, @others);
$named{$launcher} = 1;
look_through('/');
for my $path (@with_privileges, @others) { unlink $path or die "seal: $path cannot be removed: $!\n" }
remove_loose_links($_) for '/usr/bin', '/usr/sbin', '/usr/local/bin', '/usr/local/sbin', '/bin', '/sbin';
write_file($list, map { "$_\n" } @sealed);
write_file($removed, map { "$_\n" } @with_privileges, @others);
my $listed = grep { /^(?:program|script|library)\t/ } @sealed;
printf "seal: %d files are listed; removed %d, %d of them with setuid or setgid bits\n", $listed,
    @with_privileges + @others, scalar @with_privileges;

sub missing { push @missing, $_[0]; return '' }

sub hash_of {
    my ($path) = @_;
    open my $answer, '-|', $launcher, '--hash', $path or die "seal: $launcher cannot be run: $!\n";
    my $digest = <$answer> // '';
    close $answer;
    chomp $digest;
    die "seal: $path cannot be read\n" unless $digest =~ /^[0-9a-f]{64}$/;
    return $digest;
}

sub take {
    my ($what, @words) = @_;
    my $path = $words[-1];
    return missing($path) unless -e $path;
    my $real = real_path($path);
    die "seal: $path is a link to $real; list that\n" if $real ne $path;
    $named{$path} = 1;
    # No listed program needs more rights than who starts it.
    my $mode = (lstat $path)[2];
    chmod $mode & 01777, $path or die "seal: $path keeps its bits: $!\n" if $mode & (S_ISUID | S_ISGID);
    push @sealed, join "\t", $what, hash_of($path), @words;
    return;
}

sub take_libraries {
    my ($pattern) = @_;
    my @found = grep { -f } bsd_glob($pattern);
    missing($pattern) if !@found && $pattern !~ /\*/;
    take_library($_), add_needed($_) for @found;
    return;
}

sub take_library {
    my $path = real_path($_[0]);
    push @sealed, join "\t", 'library', hash_of($path), $path unless $named{$path}++;
    return;
}

# What the loader would bring into memory, and the loader itself.
sub add_needed {
    my ($path) = @_;
    open my $answer, '-|', "LC_ALL=C ldd '$path' 2>/dev/null" or die "seal: no ldd: $!\n";
    while (<$answer>) {
        missing($1) if /^\s*(\S+) => not found/;
        take_library($1) if m{(/\S+) \(0x};
    }
    close $answer;
    return;
}

sub real_path {
    my ($path) = @_;
    my @left = split m{/}, $path;
    my $real = '';
    my $links = 0;
    while (@left) {
        my $part = shift @left;
        next if $part eq '' || $part eq '.';
        if ($part eq '..') { $real =~ s{/[^/]*$}{}; next }
        my $to = readlink "$real/$part";
        if (defined $to) {
            die "seal: $path is a circle of links\n" if ++$links > 40;
            $real = '' if $to =~ m{^/};
            unshift @left, split m{/}, $to;
        }
        else { $real .= "/$part" }
    }
    return $real;
}

# Everything on the image's own file system that may be executed: with an execute bit, or in the format of programs and
# libraries.
sub look_through {
    my ($place) = @_;
    opendir my $entries, $place or die "seal: $place cannot be read: $!\n";
    for my $name (sort readdir $entries) {
        next if $name eq '.' || $name eq '..';
        my $path = $place eq '/' ? "/$name" : "$place/$name";
        my @about = lstat $path or next;
        my $mode = $about[2];
        if (S_ISDIR($mode)) { look_through($path) if $about[0] == $root[0] }
        elsif (S_ISREG($mode) && $about[0] == $root[0] && !$named{$path}) {
            if ($mode & (S_ISUID | S_ISGID)) { push @with_privileges, $path }
            elsif ($mode & 0111 || is_elf($path)) { push @others, $path }
        }
    }
    closedir $entries;
    return;
}

sub is_elf {
    my ($path) = @_;
    open my $file, '<:raw', $path or die "seal: $path cannot be read: $!\n";
    my $count = read $file, my $magic, 4;
    return $count && $count == 4 && $magic eq "\x7fELF";
}

sub remove_loose_links {
    my ($place) = @_;
    return if -l $place || !-d $place;
    unlink grep { -l && !-e } bsd_glob("$place/*");
    return;
}

sub write_file {
    my ($path, @text) = @_;
    open my $file, '>', $path or die "seal: $path cannot be written: $!\n";
    print {$file} @text or die "seal: $path cannot be written: $!\n";
    close $file or die "seal: $path cannot be written: $!\n";
    chmod 0444, $path;
    return;
}
