#pragma once
#include <vector>

using std::string;
using Names = std::vector<string>;

namespace shop {

template <typename T>
class Cart : public Base {
public:
    Cart();
    explicit Cart(int size) : size_(size) {}
    ~Cart();
    const T &at(int index) const;
    T &at(int index);
    void add(const T &item, int count = 1) { items_.push_back(item); }
    void add(T &&item) { items_.push_back(item); }
    bool operator==(const Cart &other) const { return true; }
    static int limit;

private:
    std::vector<T> items_;
    int size_ = 0;
};

struct Point { int x, y; };

enum class State { Draft, Sent };

template <typename T>
void Cart<T>::clear() {
    items_.clear();
}

string Cart::name() const { return "cart"; }

int &size(Cart &cart) {
    auto each = [&](int x) {
        return x + 1;
    };
    for (auto &item : cart) {
        each(item);
    }
    try {
        run();
    } catch (const Error &error) {
        log(error);
    }
    return cart.size_;
}

}  // namespace shop

namespace {
constexpr int kLimit = 3;
}

TEST(CartTest, StartsEmpty) {
    EXPECT_EQ(0, shop::Cart<int>().size());
}
