/* A disk that remembers what was said to it: every change below a folder, in order, in one file.
 *
 * Preloaded into a writer (LD_PRELOAD). HEARD_POWER_BELOW is the folder, HEARD_POWER_LOG the file.
 * One lock is held over the real call and its record, so that the order here is the order there.
 * What is mapped into memory (SQLite's -shm) is not seen: it is made anew after a power cut.
 *
 * A record: kind (1 byte), file (4), offset (8), length (8), then `length` bytes. Kinds:
 *   P path of a file number      C made          W written at offset     T cut to offset
 *   S synced                     U unlinked      D folder synced         R renamed (two paths)
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#define MOST 4096

static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static char *paths[MOST];
static uint32_t file_of[MOST]; /* by descriptor: number of the path + 1, 0 for what is not ours */
static uint32_t known;
static int log_handle = -1;
static const char *below;

static ssize_t (*real_write)(int, const void *, size_t);
static ssize_t (*real_pwrite)(int, const void *, size_t, off_t);
static int (*real_open)(const char *, int, ...);
static int (*real_close)(int);
static int (*real_ftruncate)(int, off_t);
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_unlink)(const char *);
static int (*real_rename)(const char *, const char *);

__attribute__((constructor)) static void begin(void) {
    real_write = dlsym(RTLD_NEXT, "write");
    real_pwrite = dlsym(RTLD_NEXT, "pwrite");
    real_open = dlsym(RTLD_NEXT, "open");
    real_close = dlsym(RTLD_NEXT, "close");
    real_ftruncate = dlsym(RTLD_NEXT, "ftruncate");
    real_fsync = dlsym(RTLD_NEXT, "fsync");
    real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
    real_unlink = dlsym(RTLD_NEXT, "unlink");
    real_rename = dlsym(RTLD_NEXT, "rename");
    below = getenv("HEARD_POWER_BELOW");
    const char *log = getenv("HEARD_POWER_LOG");
    if (below && log) log_handle = real_open(log, O_WRONLY | O_CREAT | O_APPEND, 0600);
}

static void record(char kind, uint32_t file, uint64_t offset, const void *data, uint64_t length) {
    char head[21];
    head[0] = kind;
    memcpy(head + 1, &file, 4);
    memcpy(head + 5, &offset, 8);
    memcpy(head + 13, &length, 8);
    struct iovec parts[2] = {{head, sizeof head}, {(void *)data, length}};
    if (writev(log_handle, parts, 2) != (ssize_t)(sizeof head + length)) abort();
}

static int ours(const char *path) {
    return log_handle >= 0 && path && strncmp(path, below, strlen(below)) == 0;
}

static uint32_t number_of(const char *path) {
    for (uint32_t i = 0; i < known; i++)
        if (strcmp(paths[i], path) == 0) return i + 1;
    if (known == MOST) abort();
    paths[known] = strdup(path);
    record('P', known + 1, 0, path, strlen(path));
    return ++known;
}

static uint32_t ours_by(int fd) { return fd >= 0 && fd < MOST ? file_of[fd] : 0; }

static int opened(const char *path, int flags, mode_t mode) {
    if (!ours(path)) return real_open(path, flags, mode);
    pthread_mutex_lock(&turn);
    int there = access(path, F_OK) == 0;
    int fd = real_open(path, flags, mode);
    if (fd >= 0 && fd < MOST) {
        file_of[fd] = number_of(path);
        if (!there) record('C', file_of[fd], 0, NULL, 0);
        if (there && (flags & O_TRUNC)) record('T', file_of[fd], 0, NULL, 0);
    }
    pthread_mutex_unlock(&turn);
    return fd;
}

#define WITH_MODE                     \
    mode_t mode = 0;                  \
    if (flags & (O_CREAT | __O_TMPFILE)) { \
        va_list more;                 \
        va_start(more, flags);        \
        mode = va_arg(more, mode_t);  \
        va_end(more);                 \
    }

int open(const char *path, int flags, ...) { WITH_MODE return opened(path, flags, mode); }
int open64(const char *path, int flags, ...) { WITH_MODE return opened(path, flags, mode); }

int close(int fd) {
    if (ours_by(fd)) file_of[fd] = 0;
    return real_close(fd);
}

ssize_t write(int fd, const void *data, size_t length) {
    if (!ours_by(fd)) return real_write(fd, data, length);
    pthread_mutex_lock(&turn);
    struct stat now;
    int at_end = fcntl(fd, F_GETFL) & O_APPEND;
    off_t offset = at_end && fstat(fd, &now) == 0 ? now.st_size : lseek(fd, 0, SEEK_CUR);
    ssize_t done = real_write(fd, data, length);
    if (done > 0) record('W', file_of[fd], offset, data, done);
    pthread_mutex_unlock(&turn);
    return done;
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
    if (!ours_by(fd)) return real_pwrite(fd, data, length, offset);
    pthread_mutex_lock(&turn);
    ssize_t done = real_pwrite(fd, data, length, offset);
    if (done > 0) record('W', file_of[fd], offset, data, done);
    pthread_mutex_unlock(&turn);
    return done;
}

ssize_t pwrite64(int fd, const void *data, size_t length, off_t offset) {
    return pwrite(fd, data, length, offset);
}

int ftruncate(int fd, off_t length) {
    if (!ours_by(fd)) return real_ftruncate(fd, length);
    pthread_mutex_lock(&turn);
    int done = real_ftruncate(fd, length);
    if (done == 0) record('T', file_of[fd], length, NULL, 0);
    pthread_mutex_unlock(&turn);
    return done;
}

int ftruncate64(int fd, off_t length) { return ftruncate(fd, length); }

static int synced(int fd, int (*real)(int)) {
    if (!ours_by(fd)) return real(fd);
    struct stat what;
    pthread_mutex_lock(&turn);
    int done = real(fd);
    int folder = fstat(fd, &what) == 0 && S_ISDIR(what.st_mode);
    if (done == 0) record(folder ? 'D' : 'S', file_of[fd], 0, NULL, 0);
    pthread_mutex_unlock(&turn);
    return done;
}

int fsync(int fd) { return synced(fd, real_fsync); }
int fdatasync(int fd) { return synced(fd, real_fdatasync); }

int unlink(const char *path) {
    if (!ours(path)) return real_unlink(path);
    pthread_mutex_lock(&turn);
    int done = real_unlink(path);
    if (done == 0) record('U', number_of(path), 0, NULL, 0);
    pthread_mutex_unlock(&turn);
    return done;
}

int rename(const char *from, const char *to) {
    if (!ours(from) && !ours(to)) return real_rename(from, to);
    pthread_mutex_lock(&turn);
    int done = real_rename(from, to);
    if (done == 0) {
        uint32_t source = number_of(from);
        record('R', source, number_of(to), NULL, 0);
    }
    pthread_mutex_unlock(&turn);
    return done;
}
