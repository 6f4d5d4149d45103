package com.example;

import java.util.List;
import java.util.*;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.*;

/** An invoice. */
@Entity
public class Invoice extends Base implements Comparable<Invoice> {
    private static final int LIMIT = 10;
    private int net, tax;

    static {
        register();
    }

    public Invoice(int net) {
        this.net = net;
    }

    @Override
    public int compareTo(Invoice other) {
        int difference = net - other.net;
        return difference;
    }

    public int add(int amount) {
        return add(amount, "EUR");
    }

    public int add(final int amount, String currency, List<String>... notes) {
        switch (currency) {
            case "EUR":
            case "USD":
                net += amount;
                break;
            default:
                throw new IllegalArgumentException(currency);
        }
        return switch (amount) {
            case 1 -> net;
            default -> {
                log(amount);
                yield 0;
            }
        };
    }

    enum State {
        DRAFT,
        SENT("sent") {
            @Override
            boolean open() {
                return true;
            }
        };

        boolean open() {
            return false;
        }
    }

    interface Store {
        int SIZE = 1;

        void save(Invoice invoice);
    }

    record Line(int count, String text) {}

    @Test
    void addsUp() {
        Runnable run = () -> {
            add(1);
        };
        assertEquals(1, new Invoice(1).net);
    }
}
